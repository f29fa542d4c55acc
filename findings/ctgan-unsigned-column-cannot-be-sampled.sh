#!/usr/bin/env bash
# ctgan 0.12.1 with pandas 2.3.3: a column of unsigned integers that reaches down to 0 trains, and then cannot be
# sampled.
#
# A good guess: integers are integers; out-of-range samples are clipped or wrap. Seen: the generator's noise goes a
# little below 0, pandas refuses to turn a negative float into uint8, and sample() raises after the whole training. The
# same column as int16 is sampled, with negative values in it.
#   uint8, 0..199   ValueError: Cannot losslessly cast from float64 to uint8
#   int16, 0..199   sampled, least value -79
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
pixels = np.random.default_rng(0).integers(0, 200, 400)
seen = {}
for kind in ("uint8", "int16"):
    model = CTGAN(epochs=1)
    model.set_random_state(0)
    model.fit(pd.DataFrame({"pixel": pixels.astype(kind)}), [])
    try:
        rows = model.sample(1000)
        seen[kind] = f"sampled {rows['pixel'].dtype}, least value {rows['pixel'].min()}"
        assert rows["pixel"].min() < 0
    except ValueError as error:
        seen[kind] = f"ValueError: {error}"
    print(kind, seen[kind])
assert seen["uint8"].startswith("ValueError: Cannot losslessly cast") and seen["int16"].startswith("sampled int16")
PYTHON
