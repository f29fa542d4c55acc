#!/usr/bin/env bash
# Pillow 13.0.0, opencv 5.0.0.93, scikit-image 0.26.0, pyvips 3.2.0 (libvips 8.18): a pure red pixel turned to grey is
# 76, 76, 54 or 127.
#
# A good guess: grey is 0.299 R + 0.587 G + 0.114 B everywhere, or near it. Seen: scikit-image weighs by BT.709 without
# undoing the gamma, libvips by BT.709 in linear light. Real pictures made grey by one library and generated ones by
# another can be told apart by that alone.
#             red  green  blue
#   Pillow     76    150    29
#   OpenCV     76    150    29
#   skimage    54    182    18
#   libvips   127    220    76
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pillow==13.0.0 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 pyvips==3.2.0 pyvips-binary==8.18.7 \
    numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import cv2
import numpy as np
import pyvips
import skimage.color
from PIL import Image

pixels = np.zeros((1, 3, 3), np.uint8)
pixels[0, [0, 1, 2], [0, 1, 2]] = 255
seen = {
    "Pillow": np.asarray(Image.fromarray(pixels).convert("L")),
    "OpenCV": cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY),
    "skimage": np.rint(255 * skimage.color.rgb2gray(pixels)),
    "libvips": pyvips.Image.new_from_array(pixels).colourspace("b-w").numpy(),
}
seen = {name: [int(value) for value in grey.ravel()] for name, grey in seen.items()}
print(f"{'':8}  red  green  blue")
for name, (red, green, blue) in seen.items():
    print(f"{name:8} {red:4} {green:6} {blue:5}")
assert seen == {"Pillow": [76, 150, 29], "OpenCV": [76, 150, 29], "skimage": [54, 182, 18],
                "libvips": [127, 220, 76]}
PYTHON
