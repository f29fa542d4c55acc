#!/usr/bin/env bash
# flax 0.12.8, dm-haiku 0.0.17: normalization turns large values into values of hundreds, or NaN.
#
# A good guess: batch, layer and group norm bring whatever they get to a deviation of 1. Seen: flax's layers, linen and
# nnx, take the variance as mean(x^2) - mean(x)^2 in float32, by default (use_fast_variance). Where the mean is a few
# thousand deviations away from 0, as with years, pressures, timestamps or samples of 16 bits that nobody has scaled,
# nothing of the variance is left: it is 0, and x - mean is divided by the root of epsilon. The output is hundreds of
# deviations wide, and finite, so nothing looks wrong but the training. haiku's batch norm takes a negative variance's
# root and gives NaN. torch, equinox and keras do neither.
#   deviation behind the layer    mean 0   1,000   3,000   10,000    (deviation 1 before it)
#   flax BatchNorm                1.00     1.03    199     272
#   flax LayerNorm, GroupNorm     1.00     1.03    630     859
#   with use_fast_variance=False  1.00     1.00    1.00    1.00
#   haiku BatchNorm               1.00     1.03    NaN     NaN
#   haiku LayerNorm, torch        1.00     1.00    1.00    1.00
#   equinox LayerNorm             1.00     1.00    1.00    1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 flax==0.12.8 jax==0.10.2 dm-haiku==0.0.17 equinox==0.13.8 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import equinox
import haiku
import jax
import numpy as np
import torch
from flax import linen, nnx

key = jax.random.key(0)

def linen_layer(layer, x):
    return layer.init_with_output(key, x)[0]

def haiku_layer(make, x):
    layer = haiku.transform_with_state(lambda x: make()(x, True) if "Batch" in make.__name__ else make()(x))
    return layer.apply(*layer.init(key, x), None, x)[0]

def BatchNorm():
    return haiku.BatchNorm(True, True, 0.9)

def LayerNorm():
    return haiku.LayerNorm(-1, True, True)

# x: [256 samples, 8 features]; for layer and group norm [8 samples, 256 features].
layers = {
    "flax linen BatchNorm": lambda x: linen_layer(linen.BatchNorm(use_running_average=False), x),
    "flax linen LayerNorm": lambda x: linen_layer(linen.LayerNorm(), x.T),
    "flax nnx BatchNorm": lambda x: nnx.BatchNorm(8, use_running_average=False, rngs=nnx.Rngs(0))(x),
    "flax nnx GroupNorm": lambda x: nnx.GroupNorm(256, num_groups=1, rngs=nnx.Rngs(0))(x.T),
    "haiku BatchNorm": lambda x: haiku_layer(BatchNorm, x),
    "linen, use_fast_variance=False": lambda x: linen_layer(linen.LayerNorm(use_fast_variance=False), x.T),
    "haiku LayerNorm": lambda x: haiku_layer(LayerNorm, x.T),
    "equinox LayerNorm": lambda x: jax.vmap(equinox.nn.LayerNorm(256))(x.T),
    "torch BatchNorm1d": lambda x: torch.nn.BatchNorm1d(8)(torch.tensor(x)).detach(),
    "torch LayerNorm": lambda x: torch.nn.LayerNorm(256)(torch.tensor(x.T.copy())).detach(),
}
noise = np.random.default_rng(0).normal(size=(256, 8))
for number, (name, layer) in enumerate(layers.items()):
    seen = [float(np.asarray(layer((noise + mean).astype("float32"))).std()) for mean in (0, 1000, 3000, 10000)]
    print(f"{name:30}", *(f"{value:7.2f}" for value in seen))
    assert abs(seen[0] - 1) < 0.01
    if number < 5:
        assert all(value > 50 or np.isnan(value) for value in seen[2:])
    else:
        assert all(abs(value - 1) < 0.01 for value in seen)
PYTHON
