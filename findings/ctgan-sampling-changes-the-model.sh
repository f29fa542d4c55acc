#!/usr/bin/env bash
# ctgan 0.12.1: drawing samples changes the model: batch norm's running averages move with every call of sample().
#
# A good guess: sample() reads the model and no more, so a model file is the same before and after. Seen: the generator
# is never put into eval mode. Sampling normalizes each batch by its own statistics (a row depends on the others of its
# batch), and the averages that it moves are saved with the model: exporting or checking the generator in eval mode
# gives a result that depends on how much was sampled before.
#   changed by sample(1000): num_batches_tracked running_mean running_var
#   training mode: True
#   the same noise through the generator in eval mode, before and after: differs
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
model = CTGAN(epochs=1)
model.set_random_state(0)
model.fit(pd.DataFrame({"x": np.random.default_rng(0).normal(size=400)}), [])
noise = torch.randn(4, 128)

def in_eval_mode():
    with torch.no_grad():
        output = model._generator.eval()(noise)
    model._generator.train()
    return output

mode = model._generator.training
first = in_eval_mode()
before = {name: value.clone() for name, value in model._generator.state_dict().items()}
model.sample(1000)
after = model._generator.state_dict()
changed = sorted({name.rsplit(".", 1)[1] for name in before if not torch.equal(before[name], after[name])})
print("changed by sample(1000):", *changed)
equal = torch.equal(first, in_eval_mode())
print("training mode:", mode)
print("the same noise in eval mode, before and after, equal:", equal)
assert changed == ["num_batches_tracked", "running_mean", "running_var"] and mode and not equal
PYTHON
