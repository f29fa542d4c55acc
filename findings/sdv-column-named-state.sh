#!/usr/bin/env bash
# sdv 2.0.0: a machine's state 0, 1 or 2 comes back as "Tennessee" because of the column's name.
#
# A good guess: what a column is follows from its values, and a column of numbers is learned as numbers. Seen: the name
# decides first. A column called state, license or longitude (or city, ssn, email) is taken for personal data, whatever
# is in it, left out of training, and filled with invented values: names of American states for three numbers, licence
# plates for a version, places all over the globe for measurements within a kilometre. The metadata shows it and can be
# changed before fit(), which does not mention it.
#   column      real values     detected as            sampled, for example
#   state       0, 1, 2         administrative_unit    West Virginia, Tennessee
#   license     0, 1, 2         license_plate          1H 7X5OIF
#   longitude   13.40 to 13.41  longitude              -120.655448
#   load        -3 to 3         numerical              0.778884
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 sdv==2.0.0 pandas==2.3.3 numpy==1.26.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
from sdv.metadata import Metadata
from sdv.single_table import GaussianCopulaSynthesizer

random = np.random.default_rng(0)
load = random.normal(size=500)
table = pd.DataFrame({"state": np.digitize(load, [0, 1]), "license": random.integers(0, 3, 500),
                      "longitude": 13.405 + 0.001 * load, "load": load})
metadata = Metadata.detect_from_dataframes({"machine": table})
kinds = {name: column["sdtype"] for name, column in metadata.tables["machine"].columns.items()}
synthesizer = GaussianCopulaSynthesizer(metadata)
synthesizer.fit({"machine": table})
sampled = synthesizer.sample(200)["machine"]
for name in table:
    print(f"{name}: {kinds[name]}; real {table[name].head(3).tolist()}, sampled {sampled[name].head(3).tolist()}")
assert list(kinds[name] for name in table) == ["administrative_unit", "license_plate", "longitude", "numerical"]
assert all(isinstance(value, str) for name in ("state", "license") for value in sampled[name])
assert np.ptp(sampled.longitude.astype(float)) > 100 and abs(sampled.load).max() < 10
PYTHON
