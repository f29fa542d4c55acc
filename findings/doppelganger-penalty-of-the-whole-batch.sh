#!/usr/bin/env bash
# gretel-synthetics 0.22.20: its DoppelGANger penalizes the slope of the whole batch, not that of each sample.
#
# A good guess: as in WGAN-GP, the paper's loss, the gradient of each sample should have length 1, and a critic with
# exactly that slope has no penalty. Seen: the squares are summed over the batch before the root, so that critic pays
# (sqrt(batch) - 1)^2, and training pulls each sample's gradient to 1 / sqrt(batch): another batch size is another
# Lipschitz constant, 8 times smaller for 64 samples. Settings found for one batch size do not carry over.
#   penalty of a linear critic of slope 1   1 sample  4 samples  64 samples
#   as in WGAN-GP                           0         0          0
#   seen                                    0         1          49
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() {
    "$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} "$@"
}
pip torch==2.13.0 numpy==1.26.4 pandas==2.3.3 scikit-learn==1.7.2 category_encoders==2.6.4
# What it asks for beyond these is for its other models.
pip --no-deps gretel-synthetics==0.22.20
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import torch

warnings.filterwarnings("ignore")
from gretel_synthetics.timeseries_dgan.config import DGANConfig, Normalization
from gretel_synthetics.timeseries_dgan.dgan import DGAN
from gretel_synthetics.timeseries_dgan.transformations import ContinuousOutput

torch.manual_seed(0)
torch.set_num_threads(1)
columns = [ContinuousOutput(name, Normalization.ZERO_ONE, True, False, global_min=0, global_max=1) for name in "abcd"]
model = DGAN(DGANConfig(max_sequence_len=5, sample_len=5, cuda=False), columns[:2], columns[2:])
slope = torch.nn.functional.normalize(torch.randn(12, 1), dim=0)

def critic(batch):
    return torch.cat([part.reshape(len(part), -1) for part in batch], 1) @ slope

seen = []
for count in (1, 4, 64):
    generated, real = ([torch.randn(count, 2), torch.randn(count, 5, 2)] for _ in range(2))
    seen.append(model._get_gradient_penalty(generated, real, critic).item())
    print(f"{count:2} samples: penalty {seen[-1]:.2f}")
assert all(abs(value - expected) < 1e-3 for value, expected in zip(seen, (0, 1, 49)))
PYTHON
