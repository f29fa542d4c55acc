#!/usr/bin/env bash
# SDMetrics 0.32.0: a synthetic table whose column is missing in every row gets the quality score 1.0.
#
# A good guess: a column without a single value scores 0. Seen: its score is NaN and NaN scores are left out of the
# mean, so only the columns that are there count; a constant column costs more than a missing one.
#   copy of the table      1.00
#   column 'b' constant    0.75
#   column 'b' all NaN     1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    sdmetrics==0.32.0 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
import pandas as pd
from sdmetrics.reports import QualityReport

warnings.filterwarnings("ignore")
random = np.random.default_rng(0)
real = pd.DataFrame({"a": random.normal(size=1000)})
real["b"] = real["a"] + random.normal(size=1000)
columns = {"a": {"sdtype": "numerical"}, "b": {"sdtype": "numerical"}}
metadata = {"tables": {"t": {"columns": columns}}, "relationships": []}

def score(synthetic):
    report = QualityReport()
    report.generate({"t": real}, {"t": synthetic}, metadata, verbose=False)
    return report.get_score()

seen = [score(real.copy()), score(real.assign(b=real["b"].mean())), score(real.assign(b=np.nan))]
for name, value in zip(["copy of the table", "column 'b' constant", "column 'b' all NaN"], seen):
    print(f"{name:20} {value:.2f}")
assert seen[0] == 1 and seen[1] < 0.8 and seen[2] == 1
PYTHON
