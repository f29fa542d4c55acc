#!/usr/bin/env bash
# torch 2.13.0: weight_norm normalizes a transposed convolution by its input channels, spectral_norm by its output
# channels, and nothing says so.
#
# A good guess: weight normalization (Salimans & Kingma 2016) gives every output channel a length g of its own, and does
# so in a generator's ConvTranspose2d as in Conv2d. Seen: weight_norm takes axis 0, whatever the layer, and a
# transposed convolution stores its weight as [in, out, k, k]; spectral_norm knows that and takes axis 1. So g scales
# what comes in: one g changes every output channel. dim=1 gives what the paper has.
#                                    Conv2d(3, 5)   ConvTranspose2d(3, 5)
#   weight_norm: numbers g           5              3
#   spectral_norm: length of u       5              5
#   outputs that one g changes       1 of 5         5 of 5
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


def changed(layer):
    """Output channels that change when the first g is doubled."""
    x = torch.randn(2, 3, 8, 8)
    before = layer(x)
    with torch.no_grad():
        layer.parametrizations.weight.original0[tuple([0] * 4)] *= 2
    return int(((layer(x) - before).abs().amax(dim=(0, 2, 3)) > 1e-6).sum())


torch.manual_seed(0)
seen = {}
for kind in (nn.Conv2d, nn.ConvTranspose2d):
    g = weight_norm(kind(3, 5, 4)).parametrizations.weight.original0.numel()
    u = spectral_norm(kind(3, 5, 4)).parametrizations.weight[0]._u.numel()
    seen[kind.__name__] = (g, u, changed(weight_norm(kind(3, 5, 4))))
    print(f"{kind.__name__:16} g {g}, u {u}, outputs that one g changes: {seen[kind.__name__][2]} of 5")
by_output = weight_norm(nn.ConvTranspose2d(3, 5, 4), dim=1)
print("ConvTranspose2d, dim=1: g", by_output.parametrizations.weight.original0.numel())
assert seen == {"Conv2d": (5, 5, 1), "ConvTranspose2d": (3, 5, 5)}
assert by_output.parametrizations.weight.original0.numel() == 5
PYTHON
