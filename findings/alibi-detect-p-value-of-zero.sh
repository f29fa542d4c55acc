#!/usr/bin/env bash
# alibi-detect 0.13.0: the permutation test of MMDDrift reports a p-value of exactly 0.
#
# A good guess: with k of n permutations at least as extreme p is (k + 1) / (n + 1), never below 1 / (n + 1), as scipy,
# scikit-learn and the literature have it. Seen: it is k / n: a p of 0 comes out of 100 permutations, which no number of
# them can support. Logarithms of it and combined p-values (Fisher) break.
#   two samples far apart, 100 permutations   p 0.0 (not 0.0099)
#   scipy's permutation_test, 99 permutations p 0.01
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    alibi-detect==0.13.0 torch==2.13.0 numpy==1.26.4 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import warnings
import numpy as np
import scipy.stats

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
from alibi_detect.cd import MMDDrift

random = np.random.default_rng(0)
x = random.normal(size=(50, 2)).astype(np.float32)
p = float(MMDDrift(x, backend="pytorch", n_permutations=100, device="cpu").predict(x + 3)["data"]["p_val"])
by_scipy = scipy.stats.permutation_test((x[:, 0], x[:, 0] + 3), lambda a, b: a.mean() - b.mean(), n_resamples=99,
                                        alternative="less", random_state=0).pvalue
print("MMDDrift, 100 permutations:", p)
print("scipy, 99 permutations:    ", by_scipy)
assert p == 0 and by_scipy == 0.01
PYTHON
