"""Makes bounces.npz: 800 clips of 8 grey pictures of 12x12 pixels, in each a disc or a square that moves evenly and
bounces off the walls. Edges are drawn by counting which of 4x4 points in a pixel are inside.

    python3 experiments/clips/bounces.py experiments/clips/bounces.npz
"""

import io
import random
import struct
import sys
import zipfile

CLIPS, FRAMES, SIDE, FINE = 800, 8, 12, 4
draw = random.Random(5)


def reflected(place, low, high):
    """Where a point is that has gone straight on, when walls reflect it."""
    way = (place - low) % (2 * (high - low))
    return low + (way if way < high - low else 2 * (high - low) - way)


def picture(x, y, radius, is_disc):
    pixels = bytearray()
    for row in range(SIDE):
        for column in range(SIDE):
            inside = 0
            for step in range(FINE * FINE):
                dx = abs(column + (step % FINE + 0.5) / FINE - x)
                dy = abs(row + (step // FINE + 0.5) / FINE - y)
                inside += dx * dx + dy * dy < radius * radius if is_disc else max(dx, dy) < radius
            pixels.append(255 * inside // (FINE * FINE))
    return bytes(pixels)


clips = bytearray()
for _ in range(CLIPS):
    radius, is_disc = draw.uniform(1.5, 2.5), draw.random() < 0.5
    low, high = radius, SIDE - radius
    x, y = draw.uniform(low, high), draw.uniform(low, high)
    speeds = [draw.uniform(0.5, 1.5) * draw.choice((-1, 1)) for _ in range(2)]
    for frame in range(FRAMES):
        clips += picture(
            reflected(x + frame * speeds[0], low, high), reflected(y + frame * speeds[1], low, high), radius, is_disc)

header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }" % (CLIPS, FRAMES, SIDE, SIDE)
header = header.ljust(63 - 10 + 64) + "\n"
array = io.BytesIO(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + clips)
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as file:
    # A date of its own would make other bytes every time.
    entry = zipfile.ZipInfo("clips.npy", (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, array.getvalue())
