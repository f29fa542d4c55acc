#!/usr/bin/env bash
# numpy 2.4.6 with ml_dtypes 0.6.0 (jax's bfloat16): numpy.save takes the array, numpy.load returns raw bytes.
#
# A good guess: numpy.save refuses a type that its format cannot name. Seen: it writes one, without a warning, and the
# loaded array has the type "void of 2 bytes" (|V2): no arithmetic, no conversion to float. For float8_e5m2 numpy.save
# even writes a file that numpy.load refuses. And safetensors 0.8.0 saves both, but its `load` (from bytes) fails where
# its `load_file` works.
#   numpy.load       |V2
#   numpy.load f8    ValueError: descr is not a valid dtype descriptor: '<f1'
#   safetensors      load_file: bfloat16, load: KeyError 'BF16'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    numpy==2.4.6 ml_dtypes==0.6.0 safetensors==0.8.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import ml_dtypes
import numpy as np
from safetensors import numpy as safetensors

weights = np.array([1, 0.5, -2], ml_dtypes.bfloat16)
np.save("weights.npy", weights)
loaded = np.load("weights.npy")
print("numpy.load      ", loaded.dtype.str)
assert loaded.dtype.str == "|V2"
assert np.array_equal(loaded.view(ml_dtypes.bfloat16), weights)   # the bytes are there, the type is lost

np.save("float8.npy", weights.astype(ml_dtypes.float8_e5m2))
try:
    refused = f"none: {np.load('float8.npy').dtype}"
except ValueError as error:
    refused = str(error)
print("numpy.load f8   ", refused)
assert "'<f1'" in refused

safetensors.save_file({"w": weights}, "weights.safetensors")
from_file = safetensors.load_file("weights.safetensors")["w"].dtype
try:
    from_bytes = str(safetensors.load(safetensors.save({"w": weights}))["w"].dtype)
except KeyError as error:
    from_bytes = f"KeyError {error}"
print("safetensors     ", f"load_file: {from_file}, load: {from_bytes}")
assert from_file == ml_dtypes.bfloat16 and from_bytes == "KeyError 'BF16'"
PYTHON
