#!/usr/bin/env bash
# frouros 0.9.0: fresh real values are a great drift, and wrong ones with a single far value among them nearly none.
#
# A good guess: the population stability index and the Jensen-Shannon and Hellinger distances rank samples as one sees
# them: fresh real values are nearest, a shift of half a deviation is further, and one odd value of a thousand hardly
# matters. Seen: 10 bins of equal width are laid over what both samples reach. One generated value that is far away
# takes all others into one bin, and the shift is gone: by every measure the sample is nearer than fresh real values.
# And as a bin that is empty on one side counts as a share near 0, the PSI of two real samples is above 1, where 0.25 is
# read as a great change.
#   1,000 values N(0, 1) against         PSI    Jensen-Shannon   Hellinger
#   1,000 fresh ones                     1.42   0.067            0.051
#   N(0.5, 1)                            1.68   0.169            0.185
#   N(0.5, 1), one of them at 10,000     0.70   0.019            0.022
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    frouros==0.9.0 numpy==1.26.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
from frouros.detectors.data_drift import JS, PSI, HellingerDistance

random = np.random.default_rng(0)
real, fresh = random.normal(size=1000), random.normal(size=1000)
shifted = random.normal(size=1000) + 0.5
samples = {"fresh": fresh, "shifted": shifted, "shifted, one far away": np.append(shifted[1:], 10_000.0)}
seen = {}
for name, sample in samples.items():
    for measure in (PSI, JS, HellingerDistance):
        detector = measure()
        detector.fit(X=real)
        seen[name, measure] = float(detector.compare(X=sample)[0].distance)
    print(name, *(f"{measure.__name__} {seen[name, measure]:.3f};" for measure in (PSI, JS, HellingerDistance)))
assert seen["fresh", PSI] > 0.25
for measure in (JS, HellingerDistance):
    assert seen["shifted, one far away", measure] < seen["fresh", measure] < 0.5 * seen["shifted", measure]
PYTHON
