#!/usr/bin/env bash
# ctgan 0.12.1: the largest values of a skewed column do not survive its own encoding, before any training.
#
# A good guess: the transformation of columns can be undone, and a perfect generator would give the data back. Seen:
# values are cut at four standard deviations of a mode that is chosen at random by probability, so the tail of a
# log-normal column (incomes, amounts) comes back a fraction of its size in most tables; sums and means follow.
#   largest value of five tables   460 1814 503 2375 788
#   after encoding and decoding    460  585 503  329 273   (two of five intact)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    ctgan==0.12.1 rdt==2.0.0 pandas==2.3.3 numpy==2.4.6 torch==2.13.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import joblib
import numpy as np
import pandas as pd
import torch
from ctgan import CTGAN

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
before, after = [], []
for seed in range(5):
    np.random.seed(seed)
    table = pd.DataFrame({"income": np.exp(2 * np.random.default_rng(seed).normal(size=2000))})
    model = CTGAN(epochs=1)
    model.set_random_state(seed)
    with joblib.parallel_config("threading"):
        model.fit(table, [])
        decoded = model._transformer.inverse_transform(model._transformer.transform(table))
    before.append(table["income"].max())
    after.append(decoded["income"].max())
print("largest value              ", *(f"{value:.0f}" for value in before))
print("after encoding and decoding", *(f"{value:.0f}" for value in after))
assert sum(decoded < 0.6 * value for decoded, value in zip(after, before)) >= 2
PYTHON
