#!/usr/bin/env bash
# rdt 2.0.0: a table that is transformed and brought back has its missing values in other rows.
#
# A good guess: reverse_transform undoes fit_transform, missing values included; which values are missing together (no
# second job, no second salary) is for the generator to learn. Seen: missing numbers are replaced by the column's mean,
# which is all that a generator sees of them, and put back by drawing rows at random in the right share: a column that
# is missing wherever another is positive is missing anywhere. Missing texts are a category and come back in place.
# Tables sampled from SDV's Gaussian copula and CTGAN are so, too;
# FloatFormatter(missing_value_generation="from_column") keeps the rows.
#   y is missing where x > 0          missing   in the right rows
#   the table                         48 %      -
#   back, as it comes                 47 %      49 %
#   back, "from_column"               48 %      100 %
#   a column of text instead of y     48 %      100 %
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    rdt==2.0.0 pandas==2.3.3 numpy==1.26.4 scikit-learn==1.7.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
from rdt import HyperTransformer
from rdt.transformers import FloatFormatter

x = np.random.default_rng(0).normal(size=2000)
table = pd.DataFrame({"x": x, "y": np.where(x > 0, np.nan, x), "text": np.where(x > 0, None, "a")})

def back(transformer=None):
    plan = HyperTransformer()
    plan.detect_initial_config(table)
    if transformer:
        plan.update_transformers({"y": transformer})
    return plan.reverse_transform(plan.fit_transform(table))

def right(table, column):
    return ((x > 0) == table[column].isna()).mean()

plain, kept = back(), back(FloatFormatter(missing_value_generation="from_column"))
shares = table.y.isna().mean(), plain.y.isna().mean(), right(plain, "y")
print("missing {:.0%}, back {:.0%}, in the right rows {:.0%}".format(*shares))
print(f"from_column: in the right rows {right(kept, 'y'):.0%}; text {right(plain, 'text'):.0%}")
assert abs(plain.y.isna().mean() - table.y.isna().mean()) < 0.05 and 0.4 < right(plain, "y") < 0.6
assert right(kept, "y") == right(plain, "text") == 1
PYTHON
