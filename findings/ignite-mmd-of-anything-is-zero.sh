#!/usr/bin/env bash
# pytorch-ignite 0.5.5: the maximum mean discrepancy of two different distributions is exactly 0.
#
# A good guess: MaximumMeanDiscrepancy() has a kernel that fits the data, or at least a value above 0 for data that have
# little in common. Seen: the kernel has a variance of 1 whatever is compared. From some tens of features on, any two
# samples are too far apart for it, all products are 0, and the metric is 0.0000 for fresh real features and for others
# half a deviation away: the best score, for every generator. With var as large as the number of features it finds them.
#   512 features of N(0, 1) against        d = 2    d = 64    d = 784
#   N(0.5, 1)                              0.22     0         0
#   N(0.5, 1), var=d                       0.23     0.30      0.30
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 pytorch-ignite==0.5.5 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from ignite.metrics import MaximumMeanDiscrepancy

def discrepancy(real, generated, **options):
    metric = MaximumMeanDiscrepancy(**options)
    metric.update((real, generated))
    return metric.compute()

torch.manual_seed(0)
seen = {}
for features in (2, 64, 784):
    real, generated = torch.randn(512, features), torch.randn(512, features) + 0.5
    seen[features] = discrepancy(real, generated), discrepancy(real, generated, var=float(features))
    print(f"{features} features: {seen[features][0]:.4f}, with var={features}: {seen[features][1]:.4f}")
assert seen[2][0] > 0.2 and seen[64][0] == seen[784][0] == 0
assert all(fitting > 0.2 for _, fitting in seen.values())
PYTHON
