"""Archives of arrays as NumPy writes them, and what they hold: makes NPZFiles.swift. Run with NumPy 2:

    python3 Tests/FormatsTests/npz.py > Tests/FormatsTests/NPZFiles.swift
"""

import io

import numpy

arrays = {"x_train": numpy.arange(600).reshape(100, 6) % 7, "y": numpy.array([0.5, -2], "<f4"), "n": numpy.array(3)}
print("// Made by npz.py with NumPy %s: do not edit.\n" % numpy.__version__)
print("enum NPZFiles {")
for name, save in [("stored", numpy.savez), ("deflated", numpy.savez_compressed)]:
    file = io.BytesIO()
    save(file, **({k: v for k, v in arrays.items() if k != "x_train"} if name == "stored" else arrays))
    text = file.getvalue().hex()
    lines = [text[i:i + 100] for i in range(0, len(text), 100)]
    print('    static let %s = """' % name)
    for index, line in enumerate(lines):
        print("        " + line + ("\\" if index + 1 < len(lines) else ""))
    print('        """')
print("}")
