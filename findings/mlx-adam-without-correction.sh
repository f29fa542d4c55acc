#!/usr/bin/env bash
# mlx 0.32.4: the first steps of Adam are 16 times the learning rate, for the momentum that GANs use.
#
# A good guess: Adam is Adam: its averages are divided by 1 - beta^step, and the first step is the learning rate long.
# Seen: bias_correction is False unless asked for. As the squares are averaged slowly and the gradients quickly, every
# early step is far too long: with betas of 0.5 and 0.999 of a DCGAN the first step has 15.8 times the learning rate,
# ten steps have gone as far as 133, and a thousand as far as 2,100. Learning rates of papers and of PyTorch then end in
# a generator that is saturated before it has learned.
#   learning rates gone after steps      1      10     100    1,000
#   betas 0.5, 0.999                     15.8   133    568    2,099
#   betas 0.9, 0.999                     3.2    55     466    1,997
#   with bias_correction=True            1      10     100    1,000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    'mlx[cpu]==0.32.4' numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import mlx.core as mx
import mlx.optimizers

mx.set_default_device(mx.cpu)

def gone(betas, **options):
    """How many learning rates a parameter has moved under a gradient of 1."""
    optimizer = mlx.optimizers.Adam(learning_rate=1e-3, betas=betas, **options)
    parameters, found = {"weight": mx.array([0.0])}, {}
    for step in range(1, 1001):
        parameters = optimizer.apply_gradients({"weight": mx.array([1.0])}, parameters)
        mx.eval(parameters, optimizer.state)
        if step in (1, 10, 100, 1000):
            found[step] = -parameters["weight"].item() / 1e-3
    return found

seen = {}
for name, betas, options in (("0.5, 0.999", [0.5, 0.999], {}), ("0.9, 0.999", [0.9, 0.999], {}),
                             ("corrected", [0.5, 0.999], {"bias_correction": True})):
    seen[name] = gone(betas, **options)
    print(f"{name:11}", *(f"{steps} steps: {rates:.1f};" for steps, rates in seen[name].items()))
assert 15 < seen["0.5, 0.999"][1] < 17 and seen["0.5, 0.999"][10] > 100 and 3 < seen["0.9, 0.999"][1] < 3.5
assert all(abs(rates / steps - 1) < 0.01 for steps, rates in seen["corrected"].items())
PYTHON
