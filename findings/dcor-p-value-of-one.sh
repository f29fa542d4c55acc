#!/usr/bin/env bash
# dcor 0.7: two samples that do not overlap differ with a p-value of 1.
#
# A good guess: energy_test(x, y), without more, permutes some hundred times, as such tests do elsewhere; a generator
# that is far off gets a small p-value. Seen: the number of permutations is 0 unless it is named, and nothing warns of
# it; (0 + 1) / (0 + 1) is returned. Any two samples then pass as equally distributed, and a variable as independent of
# itself. The t test of the same package needs no permutations and is right.
#   p-value                                        by default   num_resamples=199
#   energy_test, samples 5 deviations apart        1.0          0.005
#   distance_covariance_test of x with itself      1.0          0.005
#   distance_correlation_t_test of x with itself   0.0          -
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    dcor==0.7 numpy==2.4.6 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
from dcor.homogeneity import energy_test
from dcor.independence import distance_correlation_t_test, distance_covariance_test

random = np.random.default_rng(0)
x, far = random.normal(size=(100, 2)), random.normal(size=(100, 2)) + 5
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for test, other in ((energy_test, far), (distance_covariance_test, x)):
        default = test(x, other).pvalue
        permuted = test(x, other, num_resamples=199, random_state=0).pvalue
        print(f"{test.__name__}: {default} by default, {permuted} with 199 permutations")
        assert default == 1 and permuted == 0.005
with np.errstate(all="ignore"):
    assert distance_correlation_t_test(x, x).pvalue == 0
PYTHON
