#!/usr/bin/env bash
# torch 2.13.0: reading the weight of a spectrally normalized layer in training mode changes the layer.
#
# A good guess: `layer.weight` is a value, and logging its norm changes nothing. Seen: each access runs a step of the
# power iteration and stores its vectors, so a run with one more log line is another run. In eval mode reading is free
# of effects; torch.nn.utils.parametrize.cached() reads once.
#   two reads of layer.weight equal   training: False   eval: True
#   output changed by a read in between             training: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import copy
import torch
from torch.nn.utils.parametrizations import spectral_norm

torch.manual_seed(0)
layer = spectral_norm(torch.nn.Linear(50, 50))
twin = copy.deepcopy(layer)
x = torch.randn(4, 50)
plain = [layer(x), layer(x)][1]
twin(x)
twin.weight.norm()   # a log line
logged = twin(x)
changed = not torch.equal(plain, logged)
in_training = torch.equal(layer.weight.clone(), layer.weight.clone())
layer.eval()
in_eval = torch.equal(layer.weight.clone(), layer.weight.clone())
print("two reads equal: training", in_training, "eval", in_eval)
print("output changed by a read in between:", changed, f"by up to {(plain - logged).abs().max().item():.4f}")
assert not in_training and in_eval and changed
PYTHON
