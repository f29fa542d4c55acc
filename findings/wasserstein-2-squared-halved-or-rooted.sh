#!/usr/bin/env bash
# POT 0.9.7.post1 and geomloss 0.3.1: the Wasserstein-2 distance comes rooted, squared, or squared and halved, two of
# them from functions of one library that take the same p=2.
#
# A good guess: p=2 gives the p-th root everywhere, or nowhere within a library. Seen:
# ot.sliced_wasserstein_distance(p=2) and ot.gaussian.bures_wasserstein_distance take the root, ot.wasserstein_1d(p=2)
# does not, and geomloss's "sinkhorn" with p=2 uses half the squared distance as its cost. Shown for samples 2 apart,
# where the conventions cannot be mistaken.
#   sliced (rooted)          2.031
#   1-D (squared)            4.124
#   exact transport, squared 4.124
#   geomloss (half)          2.060
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    POT==0.9.7.post1 geomloss==0.3.1 torch==2.13.0 numpy==2.4.6 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import geomloss
import numpy as np
import ot
import torch

random = np.random.default_rng(0)
x, y = random.normal(size=(300, 1)), random.normal(size=(300, 1)) + 2
loss = geomloss.SamplesLoss("sinkhorn", p=2, blur=0.01, scaling=0.8, backend="tensorized")
sliced = float(ot.sliced_wasserstein_distance(x, y, p=2, n_projections=5, seed=0))
straight = float(ot.wasserstein_1d(x[:, 0], y[:, 0], p=2))
exact = float(ot.emd2([], [], ot.dist(x, y)))
half = loss(torch.tensor(x), torch.tensor(y)).item()
for name, value in (("sliced (rooted)", sliced), ("1-D (squared)", straight), ("exact transport, squared", exact),
                    ("geomloss (half)", half)):
    print(f"{name:24} {value:.3f}")
assert abs(straight / exact - 1) < 1e-6 and abs(sliced ** 2 / exact - 1) < 1e-6
assert abs(2 * half / exact - 1) < 0.01
PYTHON
