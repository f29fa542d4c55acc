#!/usr/bin/env bash
# torch 2.13.0: BCELoss after a sigmoid jumps from 16 to 100 when the discriminator's logit reaches 17, and the gradient
# disappears.
#
# A good guess: the loss grows with the logit, log(1 + e^z), until the sigmoid rounds to 1 and it becomes infinite.
# Seen: float32's sigmoid is exactly 1 from a logit of 17 on, BCELoss cuts the logarithm at -100, and the gradient is 0
# from there. "My discriminator loss is stuck at 100" (or at 50, its mean with 0) is this, not a large loss. On the
# other side the sigmoid keeps its precision, and the loss is right down to a logit of -87.
#   logit   BCELoss   BCEWithLogitsLoss  gradient of BCELoss   (target 0)
#   16      15.94     16.00              1.00
#   17      100.00    17.00              0.00
#   1000    100.00    1000.00            0.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from torch.nn import functional as F

seen = {}
for value in (16.0, 17.0, 1000.0):
    logit = torch.tensor([value], requires_grad=True)
    loss = F.binary_cross_entropy(torch.sigmoid(logit), torch.zeros(1))
    loss.backward()
    stable = F.binary_cross_entropy_with_logits(logit, torch.zeros(1))
    seen[value] = loss.item(), stable.item(), logit.grad.item()
    print(f"{value:6.0f} {loss.item():8.2f} {stable.item():8.2f} {logit.grad.item():5.2f}")
other = F.binary_cross_entropy(torch.sigmoid(torch.tensor([-50.0])), torch.ones(1)).item()
print(f"logit -50, target 1: {other:.2f}")
assert 15.9 < seen[16.0][0] < 16 and seen[16.0][2] > 0.99
assert seen[17.0] == (100, 17, 0) and seen[1000.0] == (100, 1000, 0)
assert abs(other - 50) < 0.01
PYTHON
