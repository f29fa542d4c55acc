#!/usr/bin/env bash
# torch 2.13.0 and jax 0.10.2: antialias=True changes pictures that are made larger, and "bicubic" without it is another
# filter than jax's (and Pillow's).
#
# A good guess: antialiasing concerns making pictures smaller only, and bicubic enlarging is one formula. Seen: torch
# uses Keys' a = -0.75 without antialias and a = -0.5 with it; jax uses -0.5. Bilinear enlarging agrees in all. And
# "nearest" picks other pixels at ratios that are not whole: jax's is torch's "nearest-exact".
#   6x6 noise to 12x12, largest difference to jax: bicubic 0.156, with antialias=True 0.000, bilinear 0.000
#   nearest, 6 to 4   jax 0 2 3 5   torch 0 1 3 4   torch nearest-exact 0 2 3 5
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 jax==0.10.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import jax
import jax.numpy as jnp
import numpy as np
import torch
from torch.nn import functional as F

picture = np.random.default_rng(0).normal(size=(6, 6)).astype(np.float32)

def by_torch(array, shape, **options):
    return F.interpolate(torch.tensor(array)[None, None], shape, **options)[0, 0].numpy()

seen = {}
for name, method, options in (("bicubic", "cubic", {}), ("bicubic", "cubic", {"antialias": True}),
                              ("bilinear", "linear", {})):
    difference = abs(by_torch(picture, (12, 12), mode=name, **options)
                     - np.asarray(jax.image.resize(picture, (12, 12), method))).max()
    seen[name, bool(options)] = float(difference)
    print(name, options, f"largest difference {difference:.3f}")
ramp = np.arange(6, dtype=np.float32)[None]
nearest = {"jax": np.asarray(jax.image.resize(ramp, (1, 4), "nearest"))[0].tolist(),
           "torch": by_torch(ramp, (1, 4), mode="nearest")[0].tolist(),
           "nearest-exact": by_torch(ramp, (1, 4), mode="nearest-exact")[0].tolist()}
print(nearest)
assert seen["bicubic", False] > 0.05 and seen["bicubic", True] < 1e-5 and seen["bilinear", False] < 1e-5
assert nearest == {"jax": [0, 2, 3, 5], "torch": [0, 1, 3, 4], "nearest-exact": [0, 2, 3, 5]}
PYTHON
