#!/usr/bin/env bash
# torch 2.13.0, ema-pytorch 0.8.3, torch-ema 0.3: an average with a decay of 0.999 looks back 100, 500 or 1,000 updates.
#
# A good guess: average = 0.999 * average + 0.001 * weights, so that it lags 1,000 updates behind, whoever computes it.
# Seen: ema_pytorch copies the weights for the first 100 updates, then looks at every tenth alone, with a decay that
# rises with the number of updates: half as far back at 1,000 updates, 3.4 times as far at 10,000. torch_ema's decay is
# at most (1 + n) / (10 + n): a tenth of n updates, up to 9,000 of them. All of it can be turned off, and none shows in
# a paper that says "EMA 0.999".
#   how far behind weights that rise by 1 an update   after 100   1,000   10,000 updates
#   torch, get_ema_multi_avg_fn(0.999)                94          631     999
#   ema_pytorch.EMA(beta=0.999)                       9           499     3400
#   torch_ema.ExponentialMovingAverage(decay=0.999)   10          100     963
#   torch, AveragedModel() without an avg_fn          50          500     5000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 ema-pytorch==0.8.3 torch-ema==0.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from ema_pytorch import EMA
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch_ema import ExponentialMovingAverage

def torch_average(model, **options):
    average = AveragedModel(model, **options)
    return lambda: average.update_parameters(model), lambda: average.module.weight.item()

def ema_pytorch(model):
    average = EMA(model, beta=0.999)
    return average.update, lambda: average.ema_model.weight.item()

def torch_ema(model):
    average = ExponentialMovingAverage(model.parameters(), decay=0.999)
    return average.update, lambda: average.shadow_params[0].item()

seen = {}
for name, make in (("torch", lambda model: torch_average(model, multi_avg_fn=get_ema_multi_avg_fn(0.999))),
                   ("ema_pytorch", ema_pytorch), ("torch_ema", torch_ema), ("AveragedModel()", torch_average)):
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    update, value = make(model)
    seen[name] = []
    for i in range(1, 10001):
        torch.nn.init.constant_(model.weight, i)
        update()
        if i in (100, 1000, 10000):
            seen[name].append(round(i - value()))
    print(f"{name:15} after 100, 1,000 and 10,000 updates {seen[name]} behind")
expected = [94, 631, 999, 9, 499, 3400, 10, 100, 963, 50, 500, 5000]
assert all(abs(a - b) <= 2 for a, b in zip(sum(seen.values(), []), expected))
PYTHON
