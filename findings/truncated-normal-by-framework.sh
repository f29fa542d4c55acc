#!/usr/bin/env bash
# torch 2.13.0, jax 0.10.2, keras 3.15.1: weights from a truncated normal of 0.02 are not those of another framework.
#
# A good guess: a truncated normal of deviation 0.02 is cut at two deviations, and its numbers have that deviation.
# Seen: torch cuts at -2 and 2, a hundred deviations: nothing is cut. jax and keras cut at two deviations, and what is
# left has a deviation of 0.0176: 12 % less in every layer, and less than half of a variance behind three layers. Their
# variance_scaling makes up for that, with the same word "truncated_normal", and so reaches to 0.0455.
#   deviation and largest of a million weights        deviation   largest
#   torch trunc_normal_(std=0.02)                     0.0200      0.095
#   jax truncated_normal(0.02)                        0.0176      0.040
#   keras TruncatedNormal(0, 0.02)                    0.0176      0.040
#   variance_scaling of that variance, jax and keras  0.0200      0.045
#   torch trunc_normal_(std=0.02, a=-0.04, b=0.04)    0.0176      0.040
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 keras==3.15.1 jax==0.10.2 numpy==2.4.6
cd "$folder"
KERAS_BACKEND=jax venv/bin/python - <<'PYTHON'
import jax
import keras
import numpy as np
import torch

torch.manual_seed(0)
shape, key = (1000, 1000), jax.random.key(0)
scale = 0.02 ** 2 * 1000
init, initializers = torch.nn.init.trunc_normal_, jax.nn.initializers
weights = {
    "torch": init(torch.empty(shape), std=0.02).numpy(),
    "jax": initializers.truncated_normal(0.02)(key, shape),
    "keras": keras.initializers.TruncatedNormal(0, 0.02, seed=0)(shape),
    "jax variance_scaling": initializers.variance_scaling(scale, "fan_in", "truncated_normal")(key, shape),
    "keras VarianceScaling": keras.initializers.VarianceScaling(scale, "fan_in", "truncated_normal", seed=0)(shape),
    "torch, cut at 0.04": init(torch.empty(shape), std=0.02, a=-0.04, b=0.04).numpy(),
}
expected = [(0.02, 0.095), (0.0176, 0.04), (0.0176, 0.04), (0.02, 0.0455), (0.02, 0.0455), (0.0176, 0.04)]
for (name, values), (deviation, largest) in zip(weights.items(), expected):
    values = np.asarray(values)
    print(f"{name:22} deviation {values.std():.4f}, largest {abs(values).max():.4f}")
    assert abs(values.std() - deviation) < 1e-4
    assert abs(abs(values).max() - largest) < (0.01 if name == "torch" else 1e-3)
PYTHON
