#!/usr/bin/env bash
# scikit-image 0.26.0: pictures of 0 to 255 as numpy's default integers are black, and any two of them are alike.
#
# A good guess: values of 0 to 255 mean the same whatever integer type holds them; .astype(int) and numpy's random
# integers give int64. Seen: the type's range is taken for white. Resized, rotated or blurred, such a picture comes back
# as 1e-17, without a warning; the structural similarity of any two is 1 and their signal-to-noise ratio 338 dB, with a
# warning about data_range. With 32 bits it is the same, with 16 bits almost.
#   two pictures of noise   SSIM    PSNR    largest value resized
#   uint8                   -0.003  7.7     0.85
#   uint16                  0.997   55.9    0.0033
#   int64                   1.000   338.8   2e-17
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    scikit-image==0.26.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from skimage.transform import resize

random = np.random.default_rng(0)
a, b = random.integers(0, 256, (64, 64)), random.integers(0, 256, (64, 64))
seen = {}
for kind in ("uint8", "uint16", "int64"):
    x, y = a.astype(kind), b.astype(kind)
    with warnings.catch_warnings(record=True) as resizing:
        warnings.simplefilter("always")
        largest = resize(x, (32, 32)).max()
    assert not resizing
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seen[kind] = (structural_similarity(x, y), peak_signal_noise_ratio(x, y), largest)
    print(f"{kind:6} SSIM {seen[kind][0]:.3f}, PSNR {seen[kind][1]:.1f}, largest value resized {seen[kind][2]:.2g}")
assert a.dtype == np.int64
assert abs(seen["uint8"][0]) < 0.05 and seen["uint16"][0] > 0.99 and seen["int64"][0] > 0.999999
assert seen["int64"][1] > 300 and seen["uint8"][2] > 0.8 and seen["int64"][2] < 1e-16
PYTHON
