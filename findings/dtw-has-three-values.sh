#!/usr/bin/env bash
# dtw-python 1.9.0, fastdtw 0.3.4, dtaidistance 2.5.1, tslearn 0.10.0: the dynamic time warping distance of two series
# is 4.0, 3.0 or 1.73.
#
# A good guess: the distance is the cost of the best path, the sum of |a - b| along it, in every library. Seen: fastdtw
# gives that; dtw-python counts a diagonal step twice, by default; dtaidistance and tslearn take the root of a sum of
# squares, whose best path can be another. A table that compares generators by distances of two sources compares the
# libraries, and so does a threshold that comes from a paper.
#   series 0 0 1 2 1 0 and 0 1 2 3 3 0
#   dtw-python 4.0    with step_pattern="symmetric1" 3.0    fastdtw 3.0    dtaidistance 1.73    tslearn 1.73
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    dtw-python==1.9.0 fastdtw==0.3.4 dtaidistance==2.5.1 tslearn==0.10.0 numpy==2.4.6 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import contextlib
import io
import warnings
import numpy as np

warnings.filterwarnings("ignore")
with contextlib.redirect_stdout(io.StringIO()):
    import dtw
from dtaidistance import dtw as dtai
from fastdtw import fastdtw
from tslearn.metrics import dtw as tslearn_dtw

a, b = np.array([0.0, 0, 1, 2, 1, 0]), np.array([0.0, 1, 2, 3, 3, 0])
seen = {
    "dtw-python": dtw.dtw(a, b).distance,
    "dtw-python, symmetric1": dtw.dtw(a, b, step_pattern="symmetric1").distance,
    "fastdtw": fastdtw(a, b, radius=len(a))[0],
    "dtaidistance": dtai.distance(a, b),
    "tslearn": tslearn_dtw(a, b),
}
for name, value in seen.items():
    print(f"{name:22} {value:.2f}")
assert [round(float(value), 3) for value in seen.values()] == [4, 3, 3, 1.732, 1.732]
PYTHON
