#!/usr/bin/env bash
# ctgan 0.12.1: a category of 1 % of the rows is in about a quarter of the sampled rows.
#
# A good guess: sampling follows the frequencies of the training table; "training by sampling" by the logarithms of
# frequencies is undone when samples are drawn. Seen: sample() without a condition draws conditions by the logarithms
# too. With log_frequency=False both training and sampling use the frequencies.
#   training rows 0.010, sampled rows 0.245, with log_frequency=False 0.094 (30 epochs of 400 rows)
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
random = np.random.default_rng(0)
table = pd.DataFrame({"fraud": np.where(np.arange(400) % 100 == 0, "yes", "no"), "amount": random.normal(size=400)})
shares = {}
for log_frequency in (True, False):
    model = CTGAN(epochs=30, log_frequency=log_frequency)
    model.set_random_state(0)
    model.fit(table, ["fraud"])
    shares[log_frequency] = float((model.sample(4000)["fraud"] == "yes").mean())
print("training rows", f"{(table['fraud'] == 'yes').mean():.3f}")
print("sampled rows ", f"{shares[True]:.3f}", "with log_frequency=False", f"{shares[False]:.3f}")
assert shares[True] > 0.15 and shares[True] > 2 * shares[False]
PYTHON
