#!/usr/bin/env bash
# scikit-learn 1.9.1: one row below zero moves the zeros of a column, 60 % of all rows, from -5.2 to -0.5.
#
# A good guess: QuantileTransformer(output_distribution="normal") gives a value that many rows share the middle of its
# share: 60 % of zeros at the lower end become -0.52, the quantile at 30 %. Seen: so it is only where some value is
# smaller. At an end of the data, where zeros of amounts and counts are, or a maximum where a sensor clips, all of them
# become -5.2 or 5.2, what a millionth of a normal distribution reaches: the training data has a deviation of 3, a hole
# from -5.2 to 0.27, and losses that are all zeros; one row of -1 and they are inside. Models of tables that use this
# transform as their preprocessing (TabDDPM, TabSyn and what follows them) see the one or the other.
#   2,000 rows, 60 % of them 0       zeros become   mean    deviation
#   others above 0                   -5.20          -2.76   3.04
#   the same, and one row of -1      -0.52          0.07    0.82
#   others below 0                   5.20           2.76    3.04
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    scikit-learn==1.9.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from sklearn.preprocessing import QuantileTransformer

random = np.random.default_rng(0)
amounts = np.where(random.random(2000) < 0.6, 0, random.lognormal(size=2000))
seen = {}
for name, column in (("above", amounts), ("and -1", np.append(amounts, -1)), ("below", -amounts)):
    values = QuantileTransformer(output_distribution="normal").fit_transform(column[:, None])[:, 0]
    zeros = np.unique(values[column == 0])
    assert len(zeros) == 1
    seen[name] = zeros[0], values.mean(), values.std()
    print("{}: zeros {:.2f}, mean {:.2f}, deviation {:.2f}".format(name, *seen[name]))
assert all(abs(seen[name][0] - zeros) < 0.05 for name, zeros in (("above", -5.2), ("and -1", -0.52), ("below", 5.2)))
assert seen["above"][2] > 2.5 and seen["and -1"][2] < 1
PYTHON
