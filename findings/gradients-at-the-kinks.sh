#!/usr/bin/env bash
# torch 2.13.0, jax 0.10.2, tinygrad 0.14.0: the gradients of leaky ReLU, clip, abs and hard tanh differ at their kinks,
# and so does that of a norm at zero.
#
# A good guess: they agree, or it does not matter, since a float is never exactly at a kink. Seen: black pixels through
# weights without bias, zero-initialized layers and clipped samples are exactly there. And a gradient penalty on a
# critic that starts at zero is 0 in torch's norm, NaN in jax's and in either's sqrt(sum of squares).
#                       torch  jax  tinygrad
#   leaky_relu(0.2), 0    0.2  1.0  1.0
#   clip to 0..1, at 1    1.0  0.5  1.0
#   abs, at 0             0.0  1.0  0.0
#   hard tanh, at 1       0.0  1.0  -
#   norm, at (0, 0)       0.0  nan  -
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 jax==0.10.2 tinygrad==0.14.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import jax
import jax.numpy as jnp
import torch
from tinygrad import Tensor
from torch.nn import functional as F

def by_torch(function, at):
    x = torch.tensor(at, requires_grad=True)
    function(x).sum().backward()
    return x.grad[0].item()

def by_jax(function, at):
    return float(jax.grad(lambda x: function(x).sum())(jnp.array(at))[0])

def by_tinygrad(function, at):
    x = Tensor(at)
    function(x).sum().backward()
    return x.grad.tolist()[0]

seen = {
    "leaky_relu(0.2), 0": [by_torch(lambda x: F.leaky_relu(x, 0.2), [0.0]),
                           by_jax(lambda x: jax.nn.leaky_relu(x, 0.2), [0.0]),
                           by_tinygrad(lambda x: x.leaky_relu(0.2), [0.0])],
    "clip to 0..1, at 1": [by_torch(lambda x: x.clamp(0, 1), [1.0]), by_jax(lambda x: jnp.clip(x, 0, 1), [1.0]),
                           by_tinygrad(lambda x: x.clip(0, 1), [1.0])],
    "abs, at 0": [by_torch(torch.abs, [0.0]), by_jax(jnp.abs, [0.0]), by_tinygrad(lambda x: x.abs(), [0.0])],
    "hard tanh, at 1": [by_torch(F.hardtanh, [1.0]), by_jax(jax.nn.hard_tanh, [1.0])],
    "norm, at (0, 0)": [by_torch(torch.linalg.norm, [0.0, 0.0]), by_jax(jnp.linalg.norm, [0.0, 0.0])],
}
for name, values in seen.items():
    print(f"{name:20}", *(f"{value:.1f}" for value in values))
assert {name: " ".join(f"{value:.1f}" for value in values) for name, values in seen.items()} == {
    "leaky_relu(0.2), 0": "0.2 1.0 1.0", "clip to 0..1, at 1": "1.0 0.5 1.0", "abs, at 0": "0.0 1.0 0.0",
    "hard tanh, at 1": "0.0 1.0", "norm, at (0, 0)": "0.0 nan"}
PYTHON
