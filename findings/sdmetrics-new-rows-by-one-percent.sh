#!/usr/bin/env bash
# sdmetrics 0.32.0: rows with a date are never new, and copies of rows with zeros are.
#
# A good guess: NewRowSynthesis tells copies from new rows: near 1 where no row of the training data is met again, near
# 0 for copies, wherever the origin of a column lies. Seen: values are the same where they differ by at most 1 % of the
# real value, not of the spread. A date is a number of nanoseconds since 1970, 1 % of which is half a year in 2020: of
# 500 dates within three years none is new; nor are years, or four normal columns around 100. Around 0 there is no room:
# copies whose zeros are off by a billionth, as they are behind any network or scaling, are new rows.
#   500 rows, uniform or normal                            new by NewRowSynthesis
#   fresh dates of 2020 to 2022                            0.00
#   fresh years of 1950 to 2010                            0.00
#   fresh, four normal columns around 0, 10, 100           1.00, 0.99, 0.00
#   copies with half of the values 0, plus 1e-9            0.95
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    sdmetrics==0.32.0 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from sdmetrics.single_table import NewRowSynthesis

random = np.random.default_rng(0)

def new(real, synthetic, kind="numerical"):
    real, synthetic = (pd.DataFrame(table).add_prefix("c") for table in (real, synthetic))
    columns = {"columns": {name: {"sdtype": kind} for name in real.columns}}
    return NewRowSynthesis.compute(real, synthetic, columns)

def dates():
    return {0: pd.Timestamp("2020-01-01") + pd.to_timedelta(random.random(500) * 1096, unit="D")}

seen = {"dates": new(dates(), dates(), "datetime"), "years": new(*random.uniform(1950, 2010, (2, 500, 1)))}
real, fresh = random.normal(size=(2, 500, 4))
for mean in (0, 10, 100):
    seen[f"normal around {mean}"] = new(real + mean, fresh + mean)
sparse = np.where(random.random((500, 4)) < 0.5, 0, real)
seen["copies with zeros"] = new(sparse, sparse + 1e-9)
seen["copies without zeros"] = new(real, real + 1e-9)
for name, value in seen.items():
    print(f"{name}: {value:.2f} new")
assert seen["dates"] == seen["years"] == 0 and seen["normal around 0"] > 0.99 and seen["normal around 100"] < 0.05
assert seen["copies with zeros"] > 0.9 and seen["copies without zeros"] < 0.05
PYTHON
