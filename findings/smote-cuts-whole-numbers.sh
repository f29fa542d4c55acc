#!/usr/bin/env bash
# imbalanced-learn 0.14.2: SMOTE cuts the decimals of columns of whole numbers, so that ones become zeros.
#
# A good guess: a synthetic row lies between two real ones and whole numbers are rounded, so that means stay, as in the
# same table of floats. Seen: the column's dtype is kept by cutting towards 0: what lies between 0 and 1 becomes 0, and
# a flag of 0 and 1 loses almost half of its ones; counts come out half too small, negative numbers too large.
#   mean of the minority's column   real    synthetic   synthetic, from a table of floats
#   flag, 0 or 1                    0.450   0.240       0.424
#   count, 0 to 9                   4.260   3.906       4.179
#   debt, -9 to 0                   -4.190  -3.772      -4.052
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    imbalanced-learn==0.14.2 scikit-learn==1.9.1 scipy==1.17.1 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE

random = np.random.default_rng(0)
table = pd.DataFrame({"count": random.integers(0, 10, 1100), "flag": random.integers(0, 2, 1100),
                      "debt": -random.integers(0, 10, 1100)})
label = np.repeat([0, 1], [1000, 100])
whole, _ = SMOTE(random_state=0).fit_resample(table, label)
floats, _ = SMOTE(random_state=0).fit_resample(table.astype(float), label)
assert (whole.dtypes == table.dtypes).all()
seen = {name: (table[name][1000:].mean(), whole[name][1100:].mean(), floats[name][1100:].mean()) for name in table}
for name, (real, synthetic, by_floats) in seen.items():
    print(f"{name:5} real {real:.3f}, synthetic {synthetic:.3f}, from floats {by_floats:.3f}")
assert np.array_equal(whole[1100:], np.trunc(floats[1100:]))
assert seen["flag"][1] < 0.6 * seen["flag"][0] and seen["flag"][2] > 0.9 * seen["flag"][0]
PYTHON
