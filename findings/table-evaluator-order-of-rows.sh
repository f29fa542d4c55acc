#!/usr/bin/env bash
# table-evaluator 1.9.0: the training data with its rows shuffled is half as similar to itself in its columns.
#
# A good guess: the similarity of a table to the training data does not depend on the order of rows, and a fresh sample
# from the same distribution is near 1, whatever kinds of columns there are. Seen: a column of categories is sorted in
# both tables and then compared row by row, with pandas putting the rows back by their index: shuffled rows are compared
# at random. Only the training data in its own order gets a 1; any generated table gets a 0 in each of its categorical
# columns, a perfect one and one with the colours in wrong shares alike. Their mean is a quarter of "Similarity Score".
#   real rows against                        columns   Similarity Score
#   themselves                               1.00      1.00
#   themselves, shuffled                     0.50      0.87
#   a fresh sample                           0.50      0.81
#   it, with 80 % blue instead of 20 %       0.50      0.81
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    table-evaluator==1.9.0 pandas==2.2.2 numpy==1.26.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from table_evaluator import TableEvaluator

random = np.random.default_rng(0)

def colours(*shares):
    return random.choice(["red", "green", "blue"], 1000, p=shares)

def table():
    size = random.normal(size=1000)
    return pd.DataFrame({"size": size, "weight": size + random.normal(size=1000), "colour": colours(0.5, 0.3, 0.2),
                         "kind": np.where(size > 0, "large", "small")})

real, fresh = table(), table()
tables = {"themselves": real.copy(), "shuffled": real.sample(frac=1, random_state=0).reset_index(drop=True),
          "fresh": fresh, "80 % blue": fresh.assign(colour=colours(0.1, 0.1, 0.8))}
seen = {}
for name, other in tables.items():
    evaluator = TableEvaluator(real, other, cat_cols=["colour", "kind"])
    overview = evaluator.evaluate("kind", return_outputs=True)["Overview Results"]
    seen[name] = evaluator.column_correlations(), overview["Similarity Score"]["result"]
    print("{}: columns {:.2f}, similarity {:.2f}".format(name, *seen[name]))
assert abs(seen["themselves"][0] - 1) < 1e-6 and all(0.4 < columns < 0.6 for columns, _ in list(seen.values())[1:])
assert seen["themselves"][1] - seen["shuffled"][1] > 0.1
PYTHON
