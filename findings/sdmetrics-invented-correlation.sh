#!/usr/bin/env bash
# SDMetrics 0.32.0: a synthetic table that invents a perfect correlation gets the quality score 1.0.
#
# A good guess: "column pair trends" compares the correlation of every pair. Seen: pairs that the real table does not
# correlate (below a threshold) are left out, so the score sees lost dependence and never added dependence, which is
# what mode collapse of a table looks like.
#                                   correlation of a and b  score
#   real table                                      -0.02
#   synthetic, a and b rank for rank the same        1.00   1.00
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
real = pd.DataFrame({"a": random.normal(size=2000), "b": random.normal(size=2000)})
synthetic = pd.DataFrame({name: np.sort(real[name]) for name in real})
report = QualityReport()
metadata = {"tables": {"t": {"columns": {name: {"sdtype": "numerical"} for name in real}}}, "relationships": []}
report.generate({"t": real}, {"t": synthetic}, metadata, verbose=False)
before, after = real.corr().loc["a", "b"], synthetic.corr().loc["a", "b"]
print(f"real {before:.2f}, synthetic {after:.2f}, score {report.get_score():.2f}")
assert abs(before) < 0.05 and after > 0.99 and report.get_score() == 1
PYTHON
