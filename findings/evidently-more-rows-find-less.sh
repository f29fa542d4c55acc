#!/usr/bin/env bash
# evidently 0.7.23: a column whose lower half is three times too small is a drift with 1,000 rows and none with 1,001.
#
# A good guess: the more rows are compared, the surer a difference is found. Seen: up to 1,000 rows of the reference the
# Kolmogorov-Smirnov test decides, above them the Wasserstein distance over the standard deviation, with a limit of 0.1.
# In a column with a long tail (amounts, waiting times) the deviation is all tail: the body may be anything, while the
# distance of two samples of one distribution is often beyond the limit, as the tail is drawn anew. Real rows are called
# a drift, and wrong ones are not. ValueDrift(column=..., method="ks") keeps to the test.
#   lognormal, sigma 2, rows                           1,000       1,001       20,000
#   the same rows, x / 3 where x < 1                   p = 4e-20   0.006, no   0.002, no drift
#   real against real, of 100 draws called a drift     4           19          0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    evidently==0.7.23 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from evidently import Report
from evidently.metrics import ValueDrift

def measured(reference, current, **options):
    """The value, and whether it is a drift by the limit that evidently names."""
    run = Report([ValueDrift(column="x", **options)]).run(pd.DataFrame({"x": current}), pd.DataFrame({"x": reference}))
    metric = run.dict()["metrics"][0]
    value, name = float(metric["value"]), metric["metric_name"]
    limit = float(name.split("threshold=")[1].rstrip(")"))
    return value, value >= limit if "Wasserstein" in name else value < limit

random = np.random.default_rng(1)
seen, alarms = {}, {}
for rows in (1000, 1001, 20000):
    real = random.lognormal(0, 2, rows)
    wrong = np.where(real < 1, real / 3, real)
    seen[rows], test = measured(real, wrong), measured(real, wrong, method="ks")
    alarms[rows] = sum(measured(*random.lognormal(0, 2, (2, rows)))[1] for _ in range(100))
    print(f"{rows} rows: {seen[rows][0]:.1g}, drift: {seen[rows][1]}; the test says {test[0]:.0e}", end="; ")
    print(f"real against real {alarms[rows]} of 100")
    assert test[1]
assert seen[1000][1] and not seen[1001][1] and not seen[20000][1] and alarms[1001] > 10 > alarms[1000]
PYTHON
