#!/usr/bin/env bash
# safetensors 0.8.0: a transposed numpy array is saved without an error and loads with its elements in the wrong places.
#
# A good guess: save_file stores the values that the array shows, whatever its strides (numpy.save does), or refuses the
# array as safetensors.torch does. Seen: safetensors.numpy writes the memory as it lies under the array's shape. Turning
# a weight of [in, out] to PyTorch's [out, in] with `.T` is the usual way to meet it.
#   saved    [[1, 3, 5], [2, 4, 6]]
#   loaded   [[1, 2, 3], [4, 5, 6]]
#   the same array through numpy.ascontiguousarray loads as saved; safetensors.torch raises ValueError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    safetensors==0.8.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from safetensors.numpy import load_file, save_file

weight = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
save_file({"plain": weight.T, "contiguous": np.ascontiguousarray(weight.T)}, "weights.safetensors")
loaded = load_file("weights.safetensors")
print("saved     ", weight.T.tolist())
print("loaded    ", loaded["plain"].tolist())
print("contiguous", loaded["contiguous"].tolist())
assert loaded["plain"].shape == (2, 3) and loaded["plain"].tolist() == [[1, 2, 3], [4, 5, 6]]
assert np.array_equal(loaded["contiguous"], weight.T)
PYTHON
