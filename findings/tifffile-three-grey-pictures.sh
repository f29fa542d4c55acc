#!/usr/bin/env bash
# tifffile 2026.3.3: three grey pictures are one colour picture, and pictures that were appended are not read.
#
# A good guess: a batch of grey pictures is as many pages as there are pictures, and imread gives back what was written.
# Seen: imwrite takes a batch of 3 for the planes of one RGB picture and one of 4 for RGBA, so that every other reader
# finds a single colour picture; 2 and 5 are pages. And with append=True, the way to keep a generator's samples one by
# one, imread gives the first picture alone, as each write is a series of its own; Pillow finds all of them in that
# file.
#   pictures in a batch      1   2   3         4          5
#   pictures Pillow finds    1   2   1 (RGB)   1 (RGBA)   5
#   10 pictures, one append each: imread (28, 28), Pillow 10 frames
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    tifffile==2026.3.3 Pillow==13.0.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import tifffile
from PIL import Image

random = np.random.default_rng(0)
seen = {}
for count in range(1, 6):
    tifffile.imwrite("batch.tif", random.integers(0, 256, (count, 28, 28), dtype=np.uint8))
    with Image.open("batch.tif") as picture:
        seen[count] = picture.n_frames, picture.mode
    print(f"a batch of {count}: {seen[count][0]} of mode {seen[count][1]}")
assert seen == {1: (1, "L"), 2: (2, "L"), 3: (1, "RGB"), 4: (1, "RGBA"), 5: (5, "L")}

for sample in random.integers(0, 256, (10, 28, 28), dtype=np.uint8):
    tifffile.imwrite("samples.tif", sample, append=True)
read = tifffile.imread("samples.tif").shape
with Image.open("samples.tif") as picture:
    frames = picture.n_frames
print(f"10 appended: imread {read}, Pillow {frames} frames")
assert read == (28, 28) and frames == 10
PYTHON
