#!/usr/bin/env bash
# torch 2.13.0, jax 0.10.2: seeds that differ by a multiple of 2^32 draw the same numbers.
#
# A good guess: torch.manual_seed takes any number of 64 bits, as documented, and other seeds give other noise. Seen: on
# a CPU torch uses the lower 32 bits alone, though initial_seed() returns all 64; jax does the same where 64-bit numbers
# are not enabled, its default. Seeds made from hashes, from a run's place in the upper bits, or from times in
# nanoseconds repeat; 1 and 2^32 + 1 are one run, and so are -1 and 2^32 - 1. numpy's default_rng uses every bit.
#   first normal number of seed  1      2^32 + 1  2^40 + 1
#   torch                        0.661  0.661     0.661
#   jax                          -0.154 -0.154    -0.154
#   numpy                        0.346  0.533     -0.246
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 jax==0.10.2 numpy==2.4.6
cd "$folder"
JAX_PLATFORMS=cpu venv/bin/python - <<'PYTHON'
import jax
import numpy as np
import torch

seeds = (1, 2**32 + 1, 2**40 + 1)
seen = {
    "torch": [torch.randn(3, generator=torch.Generator().manual_seed(seed))[0].item() for seed in seeds],
    "jax": [jax.random.normal(jax.random.key(seed), 3)[0].item() for seed in seeds],
    "numpy": [np.random.default_rng(seed).normal() for seed in seeds],
}
for name, numbers in seen.items():
    print(f"{name:5}", *(f"{number:.3f}" for number in numbers))
assert torch.Generator().manual_seed(2**32 + 1).initial_seed() == 2**32 + 1
assert torch.equal(torch.randn(3, generator=torch.Generator().manual_seed(-1)),
                   torch.randn(3, generator=torch.Generator().manual_seed(2**32 - 1)))
assert len(set(seen["torch"])) == len(set(seen["jax"])) == 1
assert len(set(seen["numpy"])) == 3
PYTHON
