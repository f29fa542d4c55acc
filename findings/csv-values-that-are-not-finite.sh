#!/usr/bin/env bash
# pandas 2.3.3, polars 2.1.0, pyarrow 26.0.1, duckdb 2.0.1: hardly a spelling of "not a number" and "infinity" in a CSV
# column of losses means the same to all four, and one bad cell can turn the whole column into text.
#
# A good guess: nan and inf, as Python, C and Swift print them, are read as the floats. Seen (value of the cell; "text"
# says that the whole column became strings):
#   cell       pandas   polars   pyarrow  duckdb
#   nan        nan      text     missing  nan
#   NaN        nan      nan      missing  nan
#   inf        inf      inf      inf      inf
#   INF        inf      text     inf      inf
#   Infinity   inf      text     inf      inf
#   +inf       inf      inf      inf      text
#   1e400      text     inf      inf      inf
# Only "inf" and an empty cell are safe.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pandas==2.3.3 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import math
import duckdb
import pandas
import polars
import pyarrow.csv

readers = {
    "pandas": lambda path: pandas.read_csv(path)["loss"].tolist(),
    "polars": lambda path: polars.read_csv(path)["loss"].to_list(),
    "pyarrow": lambda path: pyarrow.csv.read_csv(path)["loss"].to_pylist(),
    "duckdb": lambda path: [row[1] for row in duckdb.sql(f"select * from read_csv('{path}')").fetchall()],
}
expected = {
    "nan": "nan text missing nan", "NaN": "nan nan missing nan", "inf": "inf inf inf inf",
    "INF": "inf text inf inf", "Infinity": "inf text inf inf", "+inf": "inf inf inf text",
    "1e400": "text inf inf inf",
}

def meaning(column):
    if any(isinstance(value, str) for value in column):
        return "text"
    value = column[1]
    return "missing" if value is None else "nan" if math.isnan(value) else str(value)

print(f"{'cell':10}", *(f"{name:8}" for name in readers))
seen = {}
for cell in expected:
    with open("metrics.csv", "w") as file:
        file.write(f"step,loss\n1,0.693\n2,{cell}\n3,0.5\n")
    found = [meaning(read("metrics.csv")) for read in readers.values()]
    seen[cell] = " ".join(found)
    print(f"{cell:10}", *(f"{word:8}" for word in found))
assert seen == expected
PYTHON
