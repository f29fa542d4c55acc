#!/usr/bin/env bash
# cma 4.5.0, SimpleITK 2.5.7: a search and noise with seed 0 are other ones in every run.
#
# A good guess: a run with seed 0 repeats as one with seed 1 does; 0 is where most people begin. Seen: both take 0 for
# "from the clock", and nothing warns of it. A search for hyperparameters with CMA-ES and pictures with noise from ITK
# do not repeat, and of five runs with seeds 0 to 4 one is lost for good. cma says which seed it took in its options,
# where one looks; SimpleITK does not.
#   two runs with the same seed          seed 0   seed 1
#   cma.CMAEvolutionStrategy, ask()      differ   equal
#   SimpleITK.AdditiveGaussianNoise      differ   equal
#   SimpleITK.SaltAndPepperNoise         differ   equal
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    cma==4.5.0 simpleitk==2.5.7 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import time
import warnings

warnings.filterwarnings("ignore")
import cma
import numpy as np
import SimpleITK

def search(seed):
    return cma.CMAEvolutionStrategy([0.5, 0.5], 0.3, {"seed": seed, "verbose": -9}).ask()

grey = SimpleITK.GetImageFromArray(np.full((64, 64), 100, np.float32))

def gaussian(seed):
    return SimpleITK.GetArrayFromImage(SimpleITK.AdditiveGaussianNoise(grey, 10.0, 0.0, seed))

def salt(seed):
    return SimpleITK.GetArrayFromImage(SimpleITK.SaltAndPepperNoise(grey, 0.1, seed))

for make in (search, gaussian, salt):
    equal = {}
    for seed in (0, 1):
        first = make(seed)
        time.sleep(1.1)
        equal[seed] = np.array_equal(first, make(seed))
    print(f"{make.__name__}: seed 0 {'equal' if equal[0] else 'differ'}, seed 1 {'equal' if equal[1] else 'differ'}")
    assert equal == {0: False, 1: True}
PYTHON
