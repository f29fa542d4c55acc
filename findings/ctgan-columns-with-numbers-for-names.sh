#!/usr/bin/env bash
# ctgan 0.12.1 with rdt 2.0.0 and pandas 2.3.3: a table whose columns are named 0, 1, 2, as pandas names those of an
# array, cannot be trained.
#
# A good guess: column names are labels of any kind, as in pandas; and CTGAN accepts a bare array. Seen: rdt adds the
# name to a string when it seeds itself; the array of the same numbers is accepted, because ctgan names its columns
# itself, and so are the names "0" and "1".
#   DataFrame(array)          UFuncTypeError: ufunc 'add' did not contain a loop ...
#   array, names as strings   trained
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    ctgan==0.12.1 rdt==2.0.0 pandas==2.3.3 numpy==2.4.6 torch==2.13.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
import pandas as pd
import torch
from ctgan import CTGAN

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
array = np.random.default_rng(0).normal(size=(400, 2))
tables = {"DataFrame(array)": pd.DataFrame(array), "array": array,
          "names as strings": pd.DataFrame(array, columns=["0", "1"])}
seen = {}
for name, table in tables.items():
    try:
        CTGAN(epochs=1).fit(table, [])
        seen[name] = "trained"
    except TypeError as error:
        seen[name] = f"{type(error).__name__}: {str(error)[:60]}"
    print(f"{name:17} {seen[name]}")
assert "'add'" in seen["DataFrame(array)"]
assert seen["array"] == seen["names as strings"] == "trained"
PYTHON
