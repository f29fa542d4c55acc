#!/usr/bin/env bash
# pandas 2.3.3, polars 2.1.0, pyarrow 26.0.1, duckdb 2.0.1: which cells are numbers, truth values or dates depends on
# the reader, so a table's columns change their kind with the library that loads it for training.
#
# A good guess: plain integers are integers, everything else is text unless asked for. Seen (kind and first value):
#   cells                  pandas     polars     pyarrow    duckdb
#   007 010 123            int 7      int 7      int 7      text 007
#   +5 6 7                 int 5      text +5    float 5.0  text +5
#   0x10 0x11 1            text 0x10  text 0x10  int 16     int 16
#   '1' '2' '3'            text '1'   text '1'   text '1'   int 1           (apostrophes in the cells)
#   yes no yes             text yes   text yes   text yes   bool True       (but Y N Y is text to duckdb, too)
#   01/02/2024 03/04/2024  text       text       text       date 2024-02-01 (day first, nothing says so)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pandas==2.3.3 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import datetime
import duckdb
import pandas
import polars
import pyarrow.csv

readers = {
    "pandas": lambda path: pandas.read_csv(path)["v"].tolist(),
    "polars": lambda path: polars.read_csv(path)["v"].to_list(),
    "pyarrow": lambda path: pyarrow.csv.read_csv(path)["v"].to_pylist(),
    "duckdb": lambda path: [row[1] for row in duckdb.sql(f"select * from read_csv('{path}')").fetchall()],
}
kinds = {bool: "bool", int: "int", float: "float", str: "text", datetime.date: "date"}
expected = {
    "007 010 123": ["int 7", "int 7", "int 7", "text 007"],
    "+5 6 7": ["int 5", "text +5", "float 5.0", "text +5"],
    "0x10 0x11 1": ["text 0x10", "text 0x10", "int 16", "int 16"],
    "'1' '2' '3'": ["text '1'", "text '1'", "text '1'", "int 1"],
    "yes no yes": ["text yes", "text yes", "text yes", "bool True"],
    "Y N Y": ["text Y"] * 4,
    "01/02/2024 03/04/2024": ["text 01/02/2024"] * 3 + ["date 2024-02-01"],
}
print(f"{'cells':22}", *(f"{name:15}" for name in readers))
seen = {}
for cells in expected:
    with open("table.csv", "w") as file:
        file.write("k,v\n" + "".join(f"{row},{cell}\n" for row, cell in enumerate(cells.split())))
    first = [read("table.csv")[0] for read in readers.values()]
    seen[cells] = [f"{kinds[type(value)]} {value}" for value in first]
    print(f"{cells:22}", *(f"{text:15}" for text in seen[cells]))
assert seen == expected
PYTHON
