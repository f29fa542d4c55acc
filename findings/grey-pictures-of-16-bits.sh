#!/usr/bin/env bash
# Pillow 13.0.0, imageio 2.38.1, opencv 5.0.0.93: a grey PNG of 16 bits becomes white by one library, a picture by
# another; a colour PNG of 16 bits is fine in both.
#
# A good guess: convert("L") scales 0..65535 to 0..255. Seen: Pillow clips, so all but the darkest 256 of 65,536 levels
# are white, and imageio's mode="L" inherits it; OpenCV keeps the high byte (0x01FF, 1.99 of 255, becomes 1). The same
# values as a colour PNG are read by Pillow as their high bytes.
#   level               0  0x0080  0x01FF  0x8000  0xFFFF
#   Pillow, grey        0     128     255     255     255
#   imageio, grey       0     128     255     255     255
#   OpenCV, grey        0       0       1     128     255
#   Pillow, colour      0       0       1     128     255
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pillow==13.0.0 imageio==2.38.1 opencv-python-headless==5.0.0.93 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import cv2
import imageio.v3 as imageio
import numpy as np
from PIL import Image

levels = np.array([[0, 0x80, 0x1FF, 0x8000, 0xFFFF]], np.uint16)
cv2.imwrite("grey.png", levels)
cv2.imwrite("colour.png", np.repeat(levels[..., None], 3, axis=2))
seen = {
    "Pillow, grey": np.asarray(Image.open("grey.png").convert("L")),
    "imageio, grey": imageio.imread("grey.png", mode="L"),
    "OpenCV, grey": cv2.imread("grey.png", cv2.IMREAD_GRAYSCALE),
    "Pillow, colour": np.asarray(Image.open("colour.png").convert("RGB"))[..., 0],
}
seen = {name: values.ravel().tolist() for name, values in seen.items()}
for name, values in seen.items():
    print(f"{name:15}", *(f"{value:7}" for value in values))
clipped, high = [0, 128, 255, 255, 255], [0, 0, 1, 128, 255]
assert list(seen.values()) == [clipped, clipped, high, high]
PYTHON
