"""Files as NumPy writes them, and what they hold: makes NumPyFiles.swift. Run with NumPy 2:

    python3 Tests/FormatsTests/npy.py > Tests/FormatsTests/NumPyFiles.swift
"""

import io

import numpy

print("// Made by npy.py with NumPy %s: do not edit.\n" % numpy.__version__)
print("struct NumPyFile: Sendable {")
print("    let name: String, shape: [Int], values: [Double], hexadecimal: String")
print()
print("    static let all: [NumPyFile] = [")


def show(name, array, version=None):
    file = io.BytesIO()
    numpy.lib.format.write_array(file, array, version=version)
    values = ", ".join(repr(float(v)) for v in array.flatten(order="C"))
    print('        NumPyFile(')
    print('            name: "%s", shape: %s, values: [%s],' % (name, list(array.shape), values))
    text = file.getvalue().hex()
    lines = [text[i:i + 100] for i in range(0, len(text), 100)]
    print('            hexadecimal: """')
    for index, line in enumerate(lines):
        print("                " + line + ("\\" if index + 1 < len(lines) else ""))
    print('                """),')


whole = numpy.arange(6).reshape(2, 3)
for order in "<>":
    for size in (2, 4, 8):
        show("%sf%d" % (order, size), (whole / 4 - 0.5).astype("%sf%d" % (order, size)))
    for size in (2, 4, 8):
        show("%si%d" % (order, size), (whole * 100 - 300).astype("%si%d" % (order, size)))
        show("%su%d" % (order, size), (whole * 10000).astype("%su%d" % (order, size)))
show("i1", (whole - 3).astype("i1"))
show("u1", (whole * 50).astype("u1"))
show("b1", whole % 2 == 0)
show("Fortran order", numpy.asfortranarray(numpy.arange(12, dtype="<i2").reshape(2, 3, 2)))
show("one axis", numpy.arange(3, dtype="<f4"))
show("a number", numpy.array(7, dtype="<f8"))
show("no rows", numpy.zeros((0, 3), dtype="<f4"))
show("version 2", numpy.arange(2, dtype="<u1"), version=(2, 0))
show("version 3", numpy.arange(2, dtype="<u1"), version=(3, 0))
print("    ]")
print("}")
