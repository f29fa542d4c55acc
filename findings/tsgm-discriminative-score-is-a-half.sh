#!/usr/bin/env bash
# tsgm 0.1.0: series that a discriminator tells apart in every case have the score of perfect samples, a half.
#
# A good guess: DiscriminativeMetric trains the model that it is given to tell real from generated series and returns
# its accuracy on held-out ones, whatever form the answer has; one sigmoid is how a discriminator ends. Seen: of an
# answer of shape (samples, 1), which every Keras model gives, the place of the largest of its one values is taken:
# "generated" for all of them, an accuracy of a half, which is what one hopes for. Only a softmax of two is judged.
#   series of 24 x 3 normal values against those + 5   DiscriminativeMetric   the model's accuracy, counted by hand
#   last layer: 1, sigmoid                             0.51                   1.00
#   last layer: 2, softmax                             1.00                   1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    tsgm==0.1.0 jax==0.10.2 keras==3.15.1 pandas==2.3.3 numpy==2.4.6
cd "$folder"
KERAS_BACKEND=jax venv/bin/python - <<'PYTHON'
import contextlib
import io
import logging
import warnings

warnings.filterwarnings("ignore")
logging.disable()
import keras
import numpy as np
import tsgm
from keras import layers

random = np.random.default_rng(0)
real, generated = random.normal(size=(2, 500, 24, 3)).astype("float32")
generated += 5
sets = [tsgm.dataset.Dataset(series, y=None) for series in (real, generated)]
seen = {}
for units, end in ((1, "sigmoid"), (2, "softmax")):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([layers.Input((24, 3)), layers.Flatten(), layers.Dense(32, "relu"),
                              layers.Dense(units, end)])
    model.compile("adam", "binary_crossentropy" if units == 1 else "sparse_categorical_crossentropy")
    with contextlib.redirect_stdout(io.StringIO()):
        score = tsgm.metrics.DiscriminativeMetric()(*sets, model=model, test_size=0.2, n_epochs=20, random_seed=0)
        says_real = [model.predict(series)[:, -1] > 0.5 for series in (real, generated)]
    accuracy = (says_real[0].mean() + 1 - says_real[1].mean()) / 2
    print(f"{end}: DiscriminativeMetric {score:.2f}, accuracy of the model {accuracy:.2f}")
    seen[end] = score, accuracy
assert abs(seen["sigmoid"][0] - 0.5) < 0.1 and seen["sigmoid"][1] > 0.97
assert seen["softmax"][0] > 0.97 and seen["softmax"][1] > 0.97
PYTHON
