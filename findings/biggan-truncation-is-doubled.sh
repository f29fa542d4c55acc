#!/usr/bin/env bash
# pytorch-pretrained-biggan 0.1.1: noise with a truncation of 0.4 reaches to 0.8.
#
# A good guess: as in the paper's truncation trick, numbers of N(0, 1) beyond the threshold are drawn again, so that
# truncation=0.4 gives noise between -0.4 and 0.4 and truncation=2 noise between -2 and 2. Seen: noise is drawn between
# -2 and 2 in any case and then multiplied. A threshold of a paper, or of another program, gives wider noise here: more
# variety, lower quality; and 1 is noise that is still cut at 2.
#   truncation=0.4     largest   deviation   share beyond 0.4
#   as in the paper    0.400     0.229       0
#   seen               0.800     0.353       0.29
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6 scipy==1.17.1 boto3==1.44.8 requests==2.34.2 tqdm==4.70.1 \
    pytorch-pretrained-biggan==0.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from pytorch_pretrained_biggan import truncated_noise_sample
from scipy.stats import truncnorm

paper = truncnorm.rvs(-0.4, 0.4, size=(1000, 128), random_state=0)
for truncation in (0.4, 1.0):
    noise = truncated_noise_sample(batch_size=1000, dim_z=128, truncation=truncation, seed=0)
    largest, beyond = abs(noise).max(), (abs(noise) > truncation).mean()
    print(f"truncation {truncation}: largest {largest:.3f}, deviation {noise.std():.3f}, beyond {beyond:.2f}")
    assert 1.99 * truncation < largest <= 2.001 * truncation and abs(beyond - 0.285) < 0.02
    assert abs(noise.std() / truncation - 0.88) < 0.01
print(f"as in the paper, 0.4: largest {abs(paper).max():.3f}, deviation {paper.std():.3f}")
assert abs(paper).max() <= 0.4 and abs(paper.std() - 0.229) < 0.003
PYTHON
