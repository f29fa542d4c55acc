#!/usr/bin/env bash
# mauve-text 0.4.0: MAUVE of features does not see their lengths, and sees less the further they are from zero.
#
# A good guess: compute_mauve(p_features=..., q_features=...) compares two samples of features as they are, as a Frechet
# distance does; moving both samples by the same vector changes nothing. Seen: every vector is first divided by its
# length. A generator whose features are 100 times too large is perfect, and a shift that gives 0.02 about the origin
# gives 0.96, the value of equal distributions, where both samples lie around 10: activations behind a ReLU and
# embeddings with a large mean do. Subtracting the mean of the real features first makes it see.
#   1,000 vectors of 16 numbers   q as p   q times 100   q + 1   both + 10, q + 1   the same, less p's mean
#   MAUVE                         0.96     0.96          0.02    0.96               0.02
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    mauve-text==0.4.0 faiss-cpu==1.15.1 torch==2.13.0 scikit-learn==1.9.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from mauve import compute_mauve

random = np.random.default_rng(0)
p, q = random.normal(size=(2, 1000, 16))

def mauve(p, q):
    return compute_mauve(p_features=p, q_features=q, device_id=-1, verbose=False).mauve

far = (p + 10, q + 11)
seen = {"q as p": mauve(p, q), "q times 100": mauve(p, 100 * q), "q + 1": mauve(p, q + 1),
        "both + 10, q + 1": mauve(*far),
        "the same, less p's mean": mauve(*(features - far[0].mean(0) for features in far))}
for name, value in seen.items():
    print(f"{name}: {value:.2f}")
equal, scaled, shifted, away, centred = seen.values()
assert equal > 0.9 and abs(scaled - equal) < 1e-6 and shifted < 0.1 and away > 0.9 and centred < 0.1
PYTHON
