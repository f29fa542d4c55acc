#!/usr/bin/env bash
# Pillow 13.0.0, imageio 2.38.1, opencv 5.0.0.93: a PNG of one bit a pixel (binarized digits, masks) is read as True and
# False by two, as 0 and 255 by the third; two bits a pixel are scaled to 0..255 by all.
#
# A good guess: as an array, white is 255 at any depth. Seen: a loader that divides by 255 makes a black-and-white data
# set black (at most 1/255), with no error, while the same loader is right for 2, 4 and 8 bits.
#            1 bit          2 bits
#   Pillow   False True     0 85 170 255
#   imageio  False True     0 85 170 255
#   OpenCV   0 255          0 85 170 255
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pillow==13.0.0 imageio==2.38.1 opencv-python-headless==5.0.0.93 pypng==0.20220715.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import cv2
import imageio.v3 as imageio
import numpy as np
import png
from PIL import Image

seen = {}
for bits in (1, 2):
    path = f"grey{bits}.png"
    with open(path, "wb") as file:
        png.Writer(2 ** bits, 1, greyscale=True, bitdepth=bits).write(file, [list(range(2 ** bits))])
    for name, pixels in (("Pillow", np.asarray(Image.open(path))), ("imageio", imageio.imread(path)),
                         ("OpenCV", cv2.imread(path, cv2.IMREAD_GRAYSCALE))):
        seen[name, bits] = pixels.ravel().tolist()
        print(f"{bits} bit  {name:8}", *seen[name, bits])
assert seen["Pillow", 1] == seen["imageio", 1] == [False, True]
assert all(type(value) is bool for value in seen["Pillow", 1])
assert seen["OpenCV", 1] == [0, 255]
assert all(seen[name, 2] == [0, 85, 170, 255] for name in ("Pillow", "imageio", "OpenCV"))
PYTHON
