#!/usr/bin/env bash
# prdc 0.2: an exact copy of the data scores 0 in precision, recall, density and coverage if rows repeat.
#
# A good guess: a perfect copy scores 1 on whatever data. Seen: a row that occurs more often than nearest_k has a radius
# of 0, and "inside the radius" means strictly less, so nothing is ever inside. Tables of categories, binarized pictures
# and collapsed generators all have such rows; one copy more turns 1 into 0.
#   copies of each row   precision recall density coverage (2,000 rows, k = 5, fake = real)
#   1                    1.00 1.00 1.00 1.00
#   5                    1.00 1.00 1.00 1.00
#   6                    0.00 0.00 0.00 0.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    prdc==0.2 numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import contextlib
import io
import numpy as np
from prdc import compute_prdc

random = np.random.default_rng(0)
seen = {}
for copies in (1, 5, 6):
    rows = np.tile(random.normal(size=(2000 // copies, 4)), (copies, 1))
    with contextlib.redirect_stdout(io.StringIO()):
        scores = compute_prdc(rows, rows.copy(), nearest_k=5)
    seen[copies] = [float(scores[name]) for name in ("precision", "recall", "density", "coverage")]
    print(f"{copies} copies of each row: ", *(f"{score:.2f}" for score in seen[copies]))
assert seen[1] == seen[5] == [1, 1, 1, 1]
assert seen[6] == [0, 0, 0, 0]
PYTHON
