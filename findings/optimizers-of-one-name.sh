#!/usr/bin/env bash
# torch 2.13.0, optax 0.2.8: with the same learning rate and the same named constants Adam agrees, but RMSprop, Adagrad,
# NAdam and Rprop take other steps.
#
# A good guess: an optimizer's name and constants fix its trajectory up to rounding. Seen: optax's RMSprop adds epsilon
# inside the root, its Adagrad starts from an accumulator of 0.1, torch's NAdam has a momentum schedule, and optax's
# Rprop grows its step after the first update. The difference is largest for small gradients, where a GAN's are.
#   parameters (1, -2, 0.001) on a quadratic, learning rate 0.1, largest difference after the first step:
#   Adam 0.0000   RMSprop 0.0039   Adagrad 0.0994   NAdam 0.0417   Rprop 0.1000
#   RMSprop with eps_in_sqrt=False 0.0000, Adagrad with initial_accumulator_value=0 0.0000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 jax==0.10.2 optax==0.2.8 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import jax.numpy as jnp
import numpy as np
import optax
import torch

start = [1.0, -2.0, 0.001]

def difference(by_torch, by_optax):
    x = torch.tensor(start, requires_grad=True)
    optimizer = by_torch([x])
    x.square().sum().backward()
    optimizer.step()
    y = jnp.array(start)
    updates, _ = by_optax.update(2 * y, by_optax.init(y), y)
    return float(abs(x.detach().numpy() - np.asarray(optax.apply_updates(y, updates))).max())

rate = 0.1
seen = {
    "Adam": difference(lambda p: torch.optim.Adam(p, rate), optax.adam(rate)),
    "RMSprop": difference(lambda p: torch.optim.RMSprop(p, rate, alpha=0.9), optax.rmsprop(rate, decay=0.9)),
    "RMSprop, eps_in_sqrt=False": difference(lambda p: torch.optim.RMSprop(p, rate, alpha=0.9),
                                             optax.rmsprop(rate, decay=0.9, eps_in_sqrt=False)),
    "Adagrad": difference(lambda p: torch.optim.Adagrad(p, rate), optax.adagrad(rate)),
    "Adagrad, accumulator 0": difference(lambda p: torch.optim.Adagrad(p, rate),
                                         optax.adagrad(rate, initial_accumulator_value=0, eps=1e-10)),
    "NAdam": difference(lambda p: torch.optim.NAdam(p, rate), optax.nadam(rate)),
    "Rprop": difference(lambda p: torch.optim.Rprop(p, rate), optax.rprop(rate)),
}
for name, value in seen.items():
    print(f"{name:27} {value:.4f}")
same = {"Adam", "RMSprop, eps_in_sqrt=False", "Adagrad, accumulator 0"}
assert all(value < 1e-4 for name, value in seen.items() if name in same)
assert all(value > 0.003 for name, value in seen.items() if name not in same)
PYTHON
