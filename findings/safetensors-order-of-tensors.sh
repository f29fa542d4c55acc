#!/usr/bin/env bash
# safetensors 0.8.0: the order of the tensors depends on who is asked, and is never the order of the saved dictionary.
#
# A good guess: a dictionary goes in and comes out in its order, so zip(load_file(a).values(), layers) is safe. Seen:
# the writer sorts by element size, then by name; keys() sorts by name; both put layer 10 before layer 2.
#   saved      g.2.weight g.10.weight g.2.steps a.half
#   load_file  g.2.steps g.10.weight g.2.weight a.half      (the int64 first, the float16 last)
#   keys()     a.half g.10.weight g.2.steps g.2.weight
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    safetensors==0.8.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

saved = {"g.2.weight": np.zeros(3, "f4"), "g.10.weight": np.zeros(3, "f4"),
         "g.2.steps": np.zeros(1, "i8"), "a.half": np.zeros(3, "f2")}
save_file(saved, "model.safetensors")
loaded = list(load_file("model.safetensors"))
with safe_open("model.safetensors", "np") as file:
    keys = list(file.keys())
print("saved    ", *saved)
print("load_file", *loaded)
print("keys()   ", *keys)
assert loaded == ["g.2.steps", "g.10.weight", "g.2.weight", "a.half"]
assert keys == ["a.half", "g.10.weight", "g.2.steps", "g.2.weight"]
PYTHON
