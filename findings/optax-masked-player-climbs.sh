#!/usr/bin/env bash
# optax 0.2.8: a discriminator that is masked out of an update is moved by its gradient, upwards and at full length.
#
# A good guess: optax.masked(adam, mask) updates the parameters of the mask and leaves the others alone, as a GAN needs
# it whose two players share one tree of parameters. Seen: what is masked out passes through as it came, and
# apply_updates adds it: the player that was to rest climbs its gradient with a learning rate of 1, a thousand times the
# other player's. The loss falls or rises all the same, and nothing tells the two apart. optax.partition
# (multi_transform) with set_to_zero() for the player at rest leaves it.
#   a gradient of 2 in both         generator moves by   discriminator moves by
#   masked(adam(0.001), ...)        -0.001               +2
#   partition, set_to_zero()        -0.001               0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    optax==0.2.8 jax==0.10.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import jax.numpy as jnp
import optax

parameters = {"generator": jnp.array(1.0), "discriminator": jnp.array(1.0)}
gradients = {"generator": jnp.array(2.0), "discriminator": jnp.array(2.0)}
players = {"generator": "trained", "discriminator": "at rest"}
optimizers = {
    "masked": optax.masked(optax.adam(1e-3), {"generator": True, "discriminator": False}),
    "partition": optax.multi_transform({"trained": optax.adam(1e-3), "at rest": optax.set_to_zero()}, players),
}
seen = {}
for name, optimizer in optimizers.items():
    updates, _ = optimizer.update(gradients, optimizer.init(parameters), parameters)
    moved = optax.apply_updates(parameters, updates)
    seen[name] = {player: float(moved[player] - parameters[player]) for player in parameters}
    print(name, seen[name])
assert all(abs(moves["generator"] + 1e-3) < 1e-6 for moves in seen.values())
assert seen["masked"]["discriminator"] == 2 and seen["partition"]["discriminator"] == 0
PYTHON
