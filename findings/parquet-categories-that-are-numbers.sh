#!/usr/bin/env bash
# pandas 2.3.3, pyarrow 26.0.1, polars 2.1.0: categories of numbers come back from Parquet as numbers, and an order is
# lost on the way through polars.
#
# A good guess: Parquet files keep pandas' categorical columns; they do so for text. Seen: categories that are whole
# numbers or booleans are read as int64 and bool, without a word, so that class labels 0 to 9 turn into a quantity that
# a generator of tables may put at 3.7. Text keeps its categories and their order, until polars reads and writes the
# file: then "low, mid, high" is sorted as text, and a category that no row has is gone.
#   column of pandas             read by pandas         after polars
#   10, 20, 10                   int64                  int64
#   low < mid < high, ordered    category, ordered      category low, high, without an order
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pandas==2.3.3 pyarrow==26.0.1 polars==2.1.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import pandas as pd
import polars

table = pd.DataFrame({"label": pd.Categorical([10, 20, 10]), "flag": pd.Categorical([True, False, True]),
                      "grade": pd.Categorical(["low", "high", "low"], ["low", "mid", "high"], ordered=True)})
table.to_parquet("table.parquet")
read = pd.read_parquet("table.parquet")
through = polars.read_parquet("table.parquet")
through.write_parquet("again.parquet")
again = pd.read_parquet("again.parquet")
for name in table:
    print(f"{name}: {table[name].dtype!r}, read {read[name].dtype!r}, after polars {again[name].dtype!r}")
print("sorted by polars:", through.sort("grade")["grade"].to_list())
assert list(read.dtypes.astype(str)) == ["int64", "bool", "category"] and read.grade.equals(table.grade)
assert not again.grade.cat.ordered and again.grade.cat.categories.tolist() == ["low", "high"]
assert through.sort("grade")["grade"].to_list() == ["high", "low", "low"]
PYTHON
