#!/usr/bin/env bash
# opacus 1.6.0: three ways to write the update of a discriminator, equal without opacus, take steps of 1, 2 and 4.
#
# A good guess: the losses of real and generated samples may be followed backwards one by one, or as their sum, or as
# one batch of both; the gradient is the same, and with clipping far away and without noise the step is that of plain
# PyTorch, as it is for a classifier. Seen: only the sum is. Two backward passes count as two batches over which the
# gradient is averaged, so that the step is halved, and as twice the sampling rate, so that the epsilon reported rises
# from 0.91 to 1.78; a batch of both is divided by the batch size of the data loader, so that the step is doubled. (With
# poisson_sampling=True two backward passes are an error; this is how one gets here.)
#   one step of SGD, no noise, no clipping     torch   opacus   epsilon after 100 steps with noise
#   D(real).backward(), D(fake).backward()     3.646   1.823    1.78
#   (D(real) + D(fake)).backward()             3.646   3.646    0.91
#   D(both).backward(), times 2                3.646   7.292    0.91
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 opacus==1.6.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import torch
from opacus import PrivacyEngine
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
data = torch.randn(640, 4)
real, fake = torch.randn(8, 4), torch.randn(8, 4) + 3
one, zero = torch.ones(8, 1), torch.zeros(8, 1)

def apart(player):
    cross_entropy(player(real), one).backward()
    cross_entropy(player(fake), zero).backward()

def summed(player):
    (cross_entropy(player(real), one) + cross_entropy(player(fake), zero)).backward()

def together(player):
    (2 * cross_entropy(player(torch.cat([real, fake])), torch.cat([one, zero]))).backward()

def step(update, private, steps=1, noise=0.0, most=1e6):
    torch.manual_seed(1)
    player = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(player.parameters(), lr=1.0)
    engine = PrivacyEngine()
    if private:
        player, optimizer, _ = engine.make_private(
            module=player, optimizer=optimizer, data_loader=DataLoader(TensorDataset(data), batch_size=8),
            noise_multiplier=noise, max_grad_norm=most, poisson_sampling=False)
    before = [weights.detach().clone() for weights in player.parameters()]
    for _ in range(steps):
        optimizer.zero_grad()
        update(player)
        optimizer.step()
    moved = torch.cat([(a - b).flatten() for a, b in zip(before, player.parameters())]).norm().item()
    return moved if noise == 0 else engine.get_epsilon(delta=1e-5)

seen = {}
for update in (apart, summed, together):
    seen[update] = step(update, False), step(update, True), step(update, True, steps=100, noise=1.0, most=1.0)
    print("{:9} torch {:.3f}, opacus {:.3f}, epsilon {:.2f}".format(update.__name__, *seen[update]))
plain = seen[summed][0]
assert all(abs(values[0] - plain) < 1e-5 for values in seen.values())
assert all(abs(seen[u][1] / plain - factor) < 1e-4 for u, factor in ((apart, 0.5), (summed, 1), (together, 2)))
assert seen[apart][2] > 1.5 * seen[summed][2] and seen[together][2] == seen[summed][2]
PYTHON
