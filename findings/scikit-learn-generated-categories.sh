#!/usr/bin/env bash
# scikit-learn 1.9.1: generated flags come back as "yes" in every row, and categories one lower or at the other end.
#
# A good guess: an encoder's inverse_transform gives the nearest category, and refuses what is far from all. Seen:
# OneHotEncoder(drop="if_binary"), one column for a flag, takes whatever is not exactly 0 for the second category, and
# so every output of a network. With drop="first" the dropped category comes back for exact zeros only. OrdinalEncoder
# cuts the decimals off: 1.9 is category 1, the last one needs 2.0; below 0 it counts from the end, so that -1 is the
# last category. Only above the last is an error. OneHotEncoder without drop takes the largest value, and fits.
#   encoder                             generated          comes back
#   OneHotEncoder(drop="if_binary")     0.01, -0.3, 0.9    yes, yes, yes
#   OneHotEncoder(drop="first")         0.05 0.03          b (of a, b, c)
#   OrdinalEncoder (low, mid, top)      0.9, 1.9, -1.2     low, mid, top
#   OneHotEncoder()                     0.4 0.6 0          b
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    scikit-learn==1.9.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

def back(encoder, categories, *rows):
    encoder.fit(np.array(categories, object)[:, None])
    return encoder.inverse_transform(np.array(rows)).ravel().tolist()

seen = [back(OneHotEncoder(sparse_output=False, drop="if_binary"), ["no", "yes"], [0.01], [-0.3], [0.9], [0]),
        back(OneHotEncoder(sparse_output=False, drop="first"), ["a", "b", "c"], [0.05, 0.03], [0, 0]),
        back(OrdinalEncoder(), ["low", "mid", "top"], [0.9], [1.9], [-1.2]),
        back(OneHotEncoder(sparse_output=False), ["a", "b", "c"], [0.4, 0.6, 0])]
for name, values in zip(('drop="if_binary"', 'drop="first"', "OrdinalEncoder", "OneHotEncoder"), seen):
    print(f"{name}: {', '.join(values)}")
assert seen == [["yes", "yes", "yes", "no"], ["b", "a"], ["low", "mid", "top"], ["b"]]
try:
    back(OrdinalEncoder(), ["low", "mid", "top"], [3.0])
    raise SystemExit("3.0 is a category")
except IndexError:
    print("OrdinalEncoder: 3.0 is an error")
PYTHON
