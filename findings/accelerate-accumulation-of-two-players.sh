#!/usr/bin/env bash
# accelerate 1.15.0: with gradient accumulation over two batches the discriminator is trained once an epoch.
#
# A good guess: each player's `with accelerator.accumulate(model)` counts its own batches, so that with
# gradient_accumulation_steps=2 both are updated every second batch. Seen: one counter is shared by all models and moves
# at every `with`. The discriminator, the first of each batch, always meets an odd count, and its optimizer's steps are
# skipped without a word; the generator is updated at every batch, by half of one batch's gradient. At the last batch of
# the data every step is taken: the discriminator's, with the gradients of a whole epoch, those of the generator's
# updates among them. One `with accelerator.accumulate(discriminator, generator)` around both does what was meant.
#   updates in 2 epochs of 10 batches   discriminator   generator
#   guess                               10              10
#   a `with` for each player            2               20
#   one `with` around both              10              10
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 accelerate==1.15.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import contextlib
import torch
from accelerate import Accelerator

def updates(apart):
    """Batches of 20 at which the discriminator and the generator move."""
    torch.manual_seed(0)
    accelerator = Accelerator(gradient_accumulation_steps=2, cpu=True)
    players = [torch.nn.Linear(2, 1), torch.nn.Linear(2, 2)]
    optimizers = [torch.optim.SGD(player.parameters(), 0.1) for player in players]
    data = torch.utils.data.DataLoader(torch.randn(40, 2), batch_size=4)
    D, G, *optimizers, data = accelerator.prepare(*players, *optimizers, data)
    moved = [0, 0]
    for epoch in range(2):
        for real in data:
            losses = (lambda: (D(G(real).detach()) - D(real)).mean(), lambda: -D(G(real)).mean())
            with contextlib.nullcontext() if apart else accelerator.accumulate(D, G):
                for i, player in enumerate((D, G)):
                    before = player.weight.clone()
                    with accelerator.accumulate(player) if apart else contextlib.nullcontext():
                        accelerator.backward(losses[i]())
                        optimizers[i].step()
                        optimizers[i].zero_grad()
                    moved[i] += not torch.equal(before, player.weight)
    return moved

seen = {apart: updates(apart) for apart in (True, False)}
print("a `with` for each player: discriminator {}, generator {}".format(*seen[True]))
print("one `with` around both:   discriminator {}, generator {}".format(*seen[False]))
assert seen == {True: [2, 20], False: [10, 10]}
PYTHON
