#!/usr/bin/env bash
# vendi-score 0.0.3: score_X ignores the order q.
#
# A good guess: score, score_X and score_dual are three ways to one number, by what is quicker to compute. Seen: score_X
# has an argument q, takes any and returns the score for q=1. A table of orders made with it has the same number in
# every row, and a generator whose samples are three quarters one picture (which high orders punish and low ones
# forgive) is as diverse at "inf" as elsewhere. score_dual and score follow q.
#   q                    0.5    1      2      inf
#   score_X              2.67   2.67   2.67   2.67
#   score_dual, score    4.55   2.67   1.68   1.31
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    vendi-score==0.0.3 scipy==1.17.1 scikit-learn==1.9.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from vendi_score import vendi

random = np.random.default_rng(0)
samples = random.normal(size=(200, 8))
samples[:150] = samples[0] + 0.1 * random.normal(size=(150, 8))

def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

seen = {}
for q in (0.5, 1, 2, "inf"):
    seen[q] = vendi.score_X(samples, q=q), vendi.score_dual(samples, q=q), vendi.score(samples, cosine, q=q)
    print(f"q = {q}: score_X {seen[q][0]:.2f}, score_dual {seen[q][1]:.2f}, score {seen[q][2]:.2f}")
assert len({scores[0] for scores in seen.values()}) == 1 and abs(seen[1][0] - seen[1][1]) < 1e-6
assert all(abs(dual - pairs) < 1e-3 for _, dual, pairs in seen.values())
assert seen[0.5][1] > 1.5 * seen[1][1] > 2 * seen["inf"][1]
PYTHON
