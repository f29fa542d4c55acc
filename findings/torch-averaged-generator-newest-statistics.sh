#!/usr/bin/env bash
# torch 2.13.0: AveragedModel, the standard moving average of a generator's weights, does not average batch norm's
# running mean and variance: it takes the newest.
#
# A good guess: the average of a model averages its state_dict. Seen: parameters are averaged, buffers are copied, so
# the averaged generator is judged with statistics of activations that other weights produced. use_buffers=True averages
# them.
#                        weight  running_mean   (from 1 and 0 to 10 and 10, decay 0.9)
#   AveragedModel        1.9     10.0
#   use_buffers=True     1.9     1.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

def after_one_step(**options):
    model = torch.nn.BatchNorm1d(1)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9), **options)
    average.update_parameters(model)   # the first call copies
    with torch.no_grad():
        model.weight.fill_(10)
        model.running_mean.fill_(10)
    average.update_parameters(model)
    return round(average.module.weight.item(), 4), round(average.module.running_mean.item(), 4)

plain, buffers = after_one_step(), after_one_step(use_buffers=True)
print("AveragedModel   ", *plain)
print("use_buffers=True", *buffers)
assert plain == (1.9, 10.0) and buffers == (1.9, 1.0)
PYTHON
