#!/usr/bin/env bash
# hyperopt 0.3.0: a quantized search space leaves its bounds, and draws learning rates of 0.
#
# A good guess: hp.quniform and hp.qloguniform draw multiples of q between the bounds, each as often as its neighbours;
# the documentation calls the value bounded on both sides. Seen: as its formula has it, a number within the bounds is
# drawn and then rounded, past them where they are no multiples; end points come half as often as others. On a
# logarithmic scale whatever is below half a step is 0: a rate that nothing learns with, or a division by it.
#   drawn from                                 bounds        seen
#   quniform(0, 100, 64)                       0 to 100      0, 64, 128
#   quniform(1, 10, 1)                         1 to 10       1 and 10 half as often as 2 to 9
#   qloguniform(log(1e-4), log(0.1), 1e-3)     1e-4 to 0.1   0 in 24 % of the draws
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    hyperopt==0.3.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from collections import Counter
from math import log
import numpy as np
from hyperopt import hp
from hyperopt.pyll.stochastic import sample

def drawn(space):
    random = np.random.default_rng(0)
    return Counter(round(float(sample(space, rng=random)), 6) for _ in range(2000))

wide = drawn(hp.quniform("units", 0, 100, 64))
narrow = drawn(hp.quniform("layers", 1, 10, 1))
rates = drawn(hp.qloguniform("rate", log(1e-4), log(0.1), 1e-3))
print("quniform(0, 100, 64):", dict(sorted(wide.items())))
print("quniform(1, 10, 1):", dict(sorted(narrow.items())))
print(f"qloguniform(1e-4 to 0.1 by 1e-3): 0 in {rates[0] / 20:.0f} % of the draws")
assert sorted(wide) == [0, 64, 128] and 0.2 < rates[0] / 2000 < 0.27
assert narrow[1] < 0.7 * min(narrow[i] for i in range(2, 10)) > narrow[10]
PYTHON
