#!/usr/bin/env bash
# torchmetrics 1.9.0: the structural similarity of two pictures depends on the pictures beside them and the batch size.
#
# A good guess: SSIM is computed picture by picture, with constants for pictures from 0 to 1, and averaged. Seen: the
# constants come from the data, unless data_range is named: from the smallest to the largest value of the whole batch,
# in both pictures. A dark picture has 0.52 alone and 0.80 beside a bright one, and the mean of a test set moves with
# the batch size. Shuffled batches give another number each time; so do pictures of real and generated data.
#   four pictures of brightness 1, 0.2, 0.1, 0.05 and noise   batches of 1   of 2   of 4
#   SSIM as it comes                                          0.816          0.820  0.903
#   data_range=1.0                                            0.903          0.903  0.903
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from torchmetrics.image import StructuralSimilarityIndexMeasure

torch.manual_seed(0)
pictures = torch.rand(4, 1, 32, 32) * torch.tensor([1, 0.2, 0.1, 0.05])[:, None, None, None]
noisy = (pictures + 0.02 * torch.randn_like(pictures)).clamp(0, 1)
seen = {}
for name, options in (("as it comes", {}), ("data_range=1.0", {"data_range": 1.0})):
    seen[name] = []
    for size in (1, 2, 4):
        metric = StructuralSimilarityIndexMeasure(**options)
        for start in range(0, 4, size):
            metric.update(noisy[start:start + size], pictures[start:start + size])
        seen[name].append(metric.compute().item())
    print(f"{name:15}", *(f"{value:.3f}" for value in seen[name]))
assert max(seen["as it comes"]) - min(seen["as it comes"]) > 0.05
assert max(seen["data_range=1.0"]) - min(seen["data_range=1.0"]) < 1e-4
PYTHON
