#!/usr/bin/env bash
# mlx 0.32.4: a group of group normalization is every n-th channel, not neighbouring ones.
#
# A good guess: GroupNorm(groups, channels) normalizes neighbouring channels together, as the paper, PyTorch, flax and
# keras do; only the place of the channels differs. Seen: with 2 groups of 8 channels, channels 0, 2, 4 and 6 are one
# group, unless pytorch_compatible=True. A generator or critic whose weights are carried over from PyTorch has every
# shape right, loads without a word, and computes something else: it is the same only where a group is one channel or
# all of them.
#   channels that change with channel 0, 2 groups of 8
#   GroupNorm(2, 8)                            0 2 4 6
#   GroupNorm(2, 8, pytorch_compatible=True)   0 1 2 3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    'mlx[cpu]==0.32.4' numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import mlx.core as mx
import mlx.nn
import numpy as np

mx.set_default_device(mx.cpu)
random = np.random.default_rng(0)
picture = random.normal(size=(1, 4, 4, 8)).astype(np.float32)
other = picture.copy()
other[..., 0] *= 5
scaled = picture * np.arange(1, 9, dtype=np.float32)

def by_neighbours(x):
    groups = x.reshape(1, 16, 2, 4)
    mean, variance = groups.mean((1, 3), keepdims=True), groups.var((1, 3), keepdims=True)
    return ((groups - mean) / np.sqrt(variance + 1e-5)).reshape(x.shape)

seen = {}
for compatible in (False, True):
    layer = mlx.nn.GroupNorm(2, 8, pytorch_compatible=compatible)
    moved = np.abs(np.array(layer(mx.array(picture))) - np.array(layer(mx.array(other)))).max((0, 1, 2)) > 1e-3
    apart = np.abs(np.array(layer(mx.array(scaled))) - by_neighbours(scaled)).max()
    seen[compatible] = np.flatnonzero(moved).tolist(), apart
    print(f"pytorch_compatible={compatible}: channels {seen[compatible][0]}, {apart:.2g} from neighbours")
assert seen[False][0] == [0, 2, 4, 6] and seen[False][1] > 0.5
assert seen[True][0] == [0, 1, 2, 3] and seen[True][1] < 1e-4
PYTHON
