#!/usr/bin/env bash
# tsgm 0.1.0: series that are 5 deviations off have the MMD of fresh real ones, and more samples of either a lower one.
#
# A good guess: MMDMetric() compares series out of the box, with a kernel about as wide as the data; fresh real series
# are near 0 and others are not. Seen: the kernel has a width of 1 for whole series, whose squared distances are sums
# over steps and features: two of 24 steps with 3 features are some 12 apart, and the kernel is exp(-72), 0 for all
# pairs but those of a series with itself. What is left is 1/n + 1/m, whatever the series are: the metric counts them,
# and sees nothing but repetition. A kernel as wide as the distances are sees the rest.
#   500 series of 24 x 3 normal values against   MMDMetric()   with a kernel of width 12
#   500 fresh ones                               0.0040        0.0014
#   500 fresh ones + 5                           0.0040        1.2154
#   500 fresh ones, times 2                      0.0040        0.1703
#   1,000 fresh ones                             0.0030        0.0008
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    tsgm==0.1.0 jax==0.10.2 keras==3.15.1 pandas==2.3.3 numpy==2.4.6
cd "$folder"
KERAS_BACKEND=jax venv/bin/python - <<'PYTHON'
import logging
import warnings

warnings.filterwarnings("ignore")
logging.disable()
import numpy as np
import tsgm
from keras import ops

random = np.random.default_rng(0)

def series(count):
    return random.normal(size=(count, 24, 3)).astype("float32")

def wide(x, y):
    x, y = (ops.reshape(values, (len(values), -1)) for values in (x, y))
    squares = ops.sum(x * x, 1)[:, None] + ops.sum(y * y, 1)[None] - 2 * x @ ops.transpose(y)
    return ops.exp(-squares / (2 * 144))

real = series(500)
generated = {"fresh": series(500), "+ 5": series(500) + 5, "times 2": 2 * series(500), "1,000 fresh": series(1000)}
seen = {}
for name, other in generated.items():
    a, b = (tsgm.dataset.Dataset(x, y=None) for x in (real, other))
    seen[name] = float(tsgm.metrics.MMDMetric()(a, b)), float(tsgm.metrics.MMDMetric(wide)(a, b))
    print("{}: {:.4f}, with a wider kernel {:.4f}".format(name, *seen[name]))
narrow = {name: values[0] for name, values in seen.items()}
assert all(abs(narrow[name] - 0.004) < 1e-5 for name in ("fresh", "+ 5", "times 2"))
assert abs(narrow["1,000 fresh"] - 0.003) < 1e-5
assert seen["+ 5"][1] > 1 and seen["times 2"][1] > 0.1 and seen["fresh"][1] < 0.01
PYTHON
