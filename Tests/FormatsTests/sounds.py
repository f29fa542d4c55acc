"""WAV files as soundfile (libsndfile) writes and reads them, sounds at other rates by SciPy: makes SoundFiles.swift. Run
with soundfile 0.14, SciPy 1.17 and NumPy 2:

    python3 Tests/FormatsTests/sounds.py > Tests/FormatsTests/SoundFiles.swift
"""

import io

import numpy
import scipy.signal
import soundfile

print("// Made by sounds.py with soundfile %s and SciPy %s: do not edit.\n" % (soundfile.__version__, scipy.__version__))


def show(text, indent):
    """As a literal of several lines."""
    words, lines = text.split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 95:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    lines = [l if i == 0 else " " + l for i, l in enumerate(lines)]
    if len(words) == 1:
        lines = [text[i:i + 100] for i in range(0, len(text), 100)]
    print(indent + '"""')
    for index, line in enumerate(lines):
        print(indent + line + ("\\" if index + 1 < len(lines) else ""))
    print(indent + '"""', end="")


print("struct SoundFile: Sendable {")
print("    let name: String, rate: Int, channels: Int, samples: String, hexadecimal: String\n")
print("    static let all: [SoundFile] = [")
wave = numpy.array([[0, 0.5], [-1, 0.25], [0.999, -0.125], [0.3, -0.7], [1e-5, 0.9]])
for kind in ["WAV", "WAVEX"]:
    for subtype in ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]:
        for channels in [1, 2]:
            file = io.BytesIO()
            soundfile.write(file, wave[:, :channels], 8000 * channels, subtype=subtype, format=kind)
            file.seek(0)
            read, rate = soundfile.read(file, dtype="float64", always_2d=True)
            print('        SoundFile(')
            print('            name: "%s %s of %d", rate: %d, channels: %d,' % (kind, subtype, channels, rate, channels))
            print('            samples:')
            show(" ".join(repr(float(numpy.float32(x))) for x in read.flatten()), "                ")
            print(",\n            hexadecimal:")
            show(file.getvalue().hex(), "                ")
            print("),")
print("    ]\n}\n")
print("/// By rates: what `resample_poly` makes of sin(0.3 i) + (i mod 7) / 10.")
print("let resampled: [(from: Int, to: Int, samples: String)] = [")
sound = numpy.sin(0.3 * numpy.arange(60)) + numpy.arange(60) % 7 / 10
for start, end in [(8000, 16000), (44100, 16000), (3, 2), (100, 300), (16000, 16000)]:
    values = scipy.signal.resample_poly(sound, end, start)
    print("    (\n        %d, %d," % (start, end))
    show(" ".join("%.9g" % v for v in values), "        ")
    print("\n    ),")
print("]")
