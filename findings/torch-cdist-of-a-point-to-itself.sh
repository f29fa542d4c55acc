#!/usr/bin/env bash
# torch 2.13.0: the distance of a point to itself is 0 among 25 points and 0.5 among 26, far from the origin.
#
# A good guess: cdist of a float32 set with itself has zeros on the diagonal, up to a rounding of 1e-6. Seen: from 26
# rows on it computes |x|^2 + |y|^2 - 2xy, which cancels badly away from the origin. "Distance to the nearest training
# sample", the usual proof that a generator does not copy, then reports a distance for exact copies.
# compute_mode="donot_use_mm_for_euclid_dist" gives zeros.
#   points  around 0  around 100   (64 dimensions, standard deviation 1)
#   25      0         0
#   26      0.006     0.5
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch

torch.manual_seed(0)
points = torch.randn(26, 64)
seen = {}
for count in (25, 26):
    for centre in (0, 100):
        x = points[:count] + centre
        seen[count, centre] = torch.cdist(x, x.clone()).diagonal().max().item()
    print(count, "points: around 0", f"{seen[count, 0]:.2g},", "around 100", f"{seen[count, 100]:.2g}")
exact = torch.cdist(x, x.clone(), compute_mode="donot_use_mm_for_euclid_dist").diagonal().max().item()
print("26 points, donot_use_mm_for_euclid_dist:", exact)
assert seen[25, 0] == seen[25, 100] == exact == 0
assert 1e-4 < seen[26, 0] < 0.1 and seen[26, 100] > 0.2
PYTHON
