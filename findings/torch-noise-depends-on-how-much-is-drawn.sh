#!/usr/bin/env bash
# torch 2.13.0 (CPU): the first noise vectors of a seed change with the number drawn, unless that number is large and a
# multiple of 16; and in float64 they change altogether.
#
# A good guess: a seed gives one stream, so randn(8) is the start of randn(64), and float64 is the same noise with more
# digits. Seen: below 16 values one algorithm is used, from 16 another, and the last 16 are drawn again when the count
# is no multiple of 16. A grid of fixed noise made smaller is therefore another grid. torch.rand has no such step.
#   equal to the start of randn(64): randn(15) 0, randn(16) 16, randn(20) 4, randn(24) 8, randn(32) 32
#   equal to the start of rand(64): all of rand(15) and rand(24)
#   float64 equal to float32 when rounded: 15 of 15, 0 of 64
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch

def drawn(count, kind=torch.randn, dtype=torch.float32):
    return kind(count, generator=torch.Generator().manual_seed(0), dtype=dtype)

def same(count, kind=torch.randn):
    return int((drawn(count, kind) == drawn(64, kind)[:count]).sum())

def same_in_double(count):
    return int((drawn(count) - drawn(count, dtype=torch.float64).float()).abs().lt(1e-5).sum())

normal = {count: same(count) for count in (15, 16, 20, 24, 32)}
uniform = {count: same(count, torch.rand) for count in (15, 24)}
double = {count: same_in_double(count) for count in (15, 64)}
print("randn:  ", *(f"{equal} of {count}," for count, equal in normal.items()))
print("rand:   ", *(f"{equal} of {count}," for count, equal in uniform.items()))
print("float64:", *(f"{equal} of {count}," for count, equal in double.items()))
assert normal == {15: 0, 16: 16, 20: 4, 24: 8, 32: 32}
assert uniform == {15: 15, 24: 24}
assert double[15] == 15 and double[64] <= 1
PYTHON
