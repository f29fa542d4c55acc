#!/usr/bin/env bash
# torch 2.13.0: ConvTranspose2d is initialized by the number of its output channels, so a generator's narrowing layers
# start far too large.
#
# A good guess: the "fan in" of ConvTranspose2d(512, 8) is its 512 input channels. Seen: the weight is stored as [in,
# out, k, k] and the second axis is taken, in the default initialization and in torch.nn.init alike. He initialization
# is meant to keep the mean square; with stride 2 each output sees 512 * 2 * 2 products.
#   ConvTranspose2d(512, 8, 4)   default bound 0.0884 = 1/sqrt(8*16), not 0.0110 = 1/sqrt(512*16)
#   kaiming_normal_, stride 2    root mean square of the output 5.5 times that of the input, not 0.7
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import math
import torch
from torch import nn

torch.manual_seed(0)
layer = nn.ConvTranspose2d(512, 8, 4, stride=2, padding=1, bias=False)
bound = layer.weight.abs().max().item()
print(f"default bound {bound:.4f}: 1/sqrt(8*16) = {1 / math.sqrt(8 * 16):.4f}, "
      f"1/sqrt(512*16) = {1 / math.sqrt(512 * 16):.4f}")
nn.init.kaiming_normal_(layer.weight)
x = torch.relu(torch.randn(4, 512, 8, 8))
gain = (layer(x)[..., 2:-2, 2:-2].square().mean() / x.square().mean()).sqrt().item()
right = math.sqrt(2 / (512 * 16)) / layer.weight.std().item() * gain
print(f"kaiming_normal_: gain {gain:.1f}; with the input channels as fan in it would be {right:.1f}")
assert abs(bound * math.sqrt(8 * 16) - 1) < 0.01
assert 5 < gain < 6.5 and 0.6 < right < 0.85
PYTHON
