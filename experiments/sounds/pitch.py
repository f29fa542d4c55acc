"""How much of a tone sounds have: of each the largest autocorrelation at a lag of 11 to 40 samples (100 to 360 Hz at
4000 Hz), and what share of the energy of its first quarter its last quarter has. Prints the medians. For samples of
experiments/waves.yaml, and for the strings that it learns from:

    saddle sample RUN --format wav --output plucks && python3 experiments/sounds/pitch.py plucks
    python3 experiments/sounds/pitch.py experiments/sounds/plucks.wav
"""

import pathlib
import statistics
import struct
import sys
import wave

LENGTH = 512


def samples(path):
    with wave.open(str(path)) as file:
        data = file.readframes(file.getnframes())
        if file.getsampwidth() == 1:
            return [byte - 128 for byte in data]
        return struct.unpack("<%dh" % (len(data) // 2), data)


def tone(x):
    def product(a, b):
        return sum(p * q for p, q in zip(a, b))

    return max(product(x[:-lag], x[lag:]) / (product(x[:-lag], x[:-lag]) * product(x[lag:], x[lag:]) + 1e-9)**0.5
               for lag in range(11, 41))


def remains(x):
    quarter = len(x) // 4
    return sum(v * v for v in x[-quarter:]) / max(1, sum(v * v for v in x[:quarter]))


path = pathlib.Path(sys.argv[1])
files = sorted(path.rglob("*.wav")) if path.is_dir() else [path]
whole = [samples(file) for file in files]
sounds = [x[start:start + LENGTH] for x in whole for start in range(0, len(x) - LENGTH + 1, LENGTH)]
print("%d sounds: autocorrelation %.2f, energy of the last quarter %.2f of the first's" % (
    len(sounds), statistics.median(map(tone, sounds)), statistics.median(map(remains, sounds))))
