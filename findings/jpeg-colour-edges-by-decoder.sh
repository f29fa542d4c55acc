#!/usr/bin/env bash
# Pillow 13.0.0, simplejpeg 1.9.0, PyAV 16.0.1: decoders of one ordinary JPEG file differ by more than 100 of 255 at the
# edges of colours.
#
# A good guess: JPEG decoders agree to a step or two, the rounding of the cosine transform. Seen: with the usual 4:2:0
# subsampling libjpeg-turbo interpolates the halved colour channels, FFmpeg and libjpeg-turbo's fast mode repeat them.
# Without subsampling all agree. A discriminator that sees real JPEGs through one decoder and re-encoded samples through
# another sees this difference first.
#   against Pillow        largest  mean
#   4:2:0 PyAV                106   4.0
#   4:2:0 fast mode           107   4.1
#   4:2:0 simplejpeg            0   0.0
#   4:4:4 PyAV                  3   0.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pillow==13.0.0 simplejpeg==1.9.0 av==16.0.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import av
import numpy as np
import simplejpeg
from PIL import Image

y, x = np.mgrid[0:64, 0:64]
picture = np.stack([np.sin(x / 9), np.sin(y / 7), np.cos((x + y) / 11)], axis=-1)
picture = (128 + 100 * picture).astype(np.uint8)
picture[20:40, 20:44] = [220, 20, 30]   # a red sign

seen = {}
for name, subsampling in (("4:2:0", 2), ("4:4:4", 0)):
    Image.fromarray(picture).save("picture.jpg", quality=90, subsampling=subsampling)
    data = open("picture.jpg", "rb").read()
    reference = np.asarray(Image.open("picture.jpg").convert("RGB")).astype(int)
    decoded = {
        "PyAV": next(av.open("picture.jpg").decode(video=0)).to_ndarray(format="rgb24"),
        "fast mode": simplejpeg.decode_jpeg(data, fastdct=True, fastupsample=True),
        "simplejpeg": simplejpeg.decode_jpeg(data),
    }
    for decoder, pixels in decoded.items():
        difference = abs(pixels - reference)
        seen[name, decoder] = difference.max()
        print(f"{name} {decoder:12} {difference.max():4} {difference.mean():5.1f}")
assert seen["4:2:0", "PyAV"] > 80 and seen["4:2:0", "fast mode"] > 80 and seen["4:2:0", "simplejpeg"] <= 2
assert seen["4:4:4", "PyAV"] <= 6 and seen["4:4:4", "fast mode"] <= 8
PYTHON
