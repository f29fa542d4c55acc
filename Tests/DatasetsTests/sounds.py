"""What `data: sounds` is to give of files of several rates, by soundfile and SciPy: makes SoundFolderValues.swift. Run with
soundfile 0.14, SciPy 1.17 and NumPy 2:

    python3 Tests/DatasetsTests/sounds.py > Tests/DatasetsTests/SoundFolderValues.swift

Files are written by soundfile and read by it again, so that rounding to 16 or 24 bits is in the values; channels are
averaged, scipy.signal.resample_poly converts the rate, and what lies beyond -1 and 1 is cut off there.
"""

import io

import numpy
import scipy.signal
import soundfile

LENGTH = 40


def wave(count, step):
    places = numpy.arange(count)
    return 0.6 * numpy.sin(step * places) + 0.05 * (places % 9)


FILES = [
    ("1.wav", 11025, "PCM_16", numpy.stack([wave(60, 0.2), -0.5 * wave(60, 0.45)], 1)),
    ("2.wav", 44100, "PCM_24", wave(150, 0.07)),
    ("3.wav", 8000, "FLOAT", 1.7 * wave(30, 0.3)),
    ("4.wav", 16000, "PCM_U8", wave(90, 0.1)),
]


def lines(text, width, end):
    print("\n".join("        " + text[at:at + width] + (end if at + width < len(text) else "")
                    for at in range(0, len(text), width)))


print("// Made by sounds.py with soundfile %s and SciPy %s: do not edit.\n" % (soundfile.__version__, scipy.__version__))
print("/// Files by name, in hexadecimal digits.")
print("let soundFiles: [(name: String, rate: Int, hexadecimal: String)] = [")
sounds = []
for name, rate, subtype, values in FILES:
    file = io.BytesIO()
    soundfile.write(file, values, rate, subtype=subtype, format="WAV")
    file.seek(0)
    sounds.append((rate, soundfile.read(file, dtype="float64", always_2d=True)[0].mean(1)))
    print('    (\n        "%s", %d,\n        """' % (name, rate))
    lines(file.getvalue().hex(), 100, "\\")
    print('        """\n    ),')
print("]\n")
print("/// By the rate asked for: the first %d samples of each file." % LENGTH)
print("let soundValues: [(rate: Int, sounds: [String])] = [")
for rate in [4000, 8000, 11025, 22050]:
    print("    (\n        %d,\n        [" % rate)
    for own, sound in sounds:
        values = numpy.clip(scipy.signal.resample_poly(sound, rate, own), -1, 1)[:LENGTH]
        values = numpy.pad(values, (0, LENGTH - len(values)))
        print('            """')
        text = " ".join("%.8g" % value for value in values).split(" ")
        rows = [" ".join(text[at:at + 8]) for at in range(0, LENGTH, 8)]
        print("\n".join("            " + row + (" \\" if row is not rows[-1] else "") for row in rows))
        print('            """,')
    print("        ]\n    ),")
print("]")
