#!/usr/bin/env bash
# tabgan 3.2.0: the synthetic table contains the training data.
#
# A good guess: generate_data_pipe of GANGenerator returns generated rows, to be published or judged in place of the
# real ones. Seen: it returns the rows of the training table as well, unmarked, unless only_generated_data=True. As a
# protection of privacy it is none, and every measure of likeness is flattered. The option is documented, and its
# default is for competitions, where more rows to train on are wanted. Filters take a few rows away, so that numbers
# differ by run.
#   400 rows of training, gen_x_times=1.1    rows returned   of these training rows
#   as it comes                              about 1,100     393
#   only_generated_data=True                 about 700       0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 tabgan==3.2.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
import warnings
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
sys.modules["torchvision"] = None  # not needed, and not always there for torch's build
from tabgan.sampler import GANGenerator

random = np.random.default_rng(0)
train, test = (pd.DataFrame({"a": random.normal(size=rows), "b": random.normal(size=rows)}) for rows in (400, 200))
target = pd.DataFrame({"y": (train.a > 0).astype(int)})
known = set(train.a.round(9))
seen = {}
for only in (False, True):
    generator = GANGenerator(gen_x_times=1.1, gen_params={"batch_size": 100, "epochs": 1, "patience": 5})
    rows, _ = generator.generate_data_pipe(train, target, test, only_generated_data=only)
    seen[only] = (len(rows), sum(value in known for value in rows.a.round(9)))
    print(f"only_generated_data={only}: {seen[only][0]} rows, {seen[only][1]} of them training rows")
assert seen[False][1] > 300 and seen[True][1] == 0
PYTHON
