#!/usr/bin/env bash
# sdmetrics 0.32.0: the metric against copying gives a copy of the training data a full score.
#
# A good guess: DCROverfittingProtection of the training rows themselves is 0, since each is nearer to the training data
# than to the held-out data. Seen: a tie counts for the held-out data, and the score is full while fewer than half of
# the rows are strictly nearer to the training data. In a table of few columns most rows occur in both halves: the
# larger the table, the better a verbatim copy scores.
#   rows of age, sex and job   score of a verbatim copy   of fresh rows
#   100                        0.32                       1.00
#   500                        1.00                       1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    sdmetrics==0.32.0 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
import pandas as pd
from sdmetrics.single_table import DCROverfittingProtection

warnings.filterwarnings("ignore")
random = np.random.default_rng(0)

def people(rows):
    return pd.DataFrame({"age": random.integers(18, 80, rows), "sex": random.choice(list("fm"), rows),
                         "job": random.choice(list("abcd"), rows)})

columns = {"age": {"sdtype": "numerical"}, "sex": {"sdtype": "categorical"}, "job": {"sdtype": "categorical"}}
metadata = {"tables": {"people": {"columns": columns}}}
seen = {}
for rows in (100, 500):
    training, held_out, fresh = people(rows), people(rows), people(rows)
    seen[rows] = [DCROverfittingProtection.compute(training, synthetic, held_out, metadata, "people")
                  for synthetic in (training.copy(), fresh)]
    print(f"{rows} rows: copy {seen[rows][0]:.2f}, fresh {seen[rows][1]:.2f}")
assert seen[100][0] < 0.5 and seen[500] == [1, 1] and seen[100][1] == 1
PYTHON
