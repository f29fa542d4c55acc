#!/usr/bin/env bash
# keras 3.15.1: the moving average of a GAN's generator is kept and never used.
#
# A good guess: Adam(use_ema=True) for the generator, and after fit() the generator has the averaged weights, as other
# models have. Seen: fit() puts the average in place for `model.optimizer` alone. A GAN, as in Keras's own examples, has
# d_optimizer and g_optimizer, so that the average costs its memory and time, and the weights are those of the last
# batch; compile() even makes a third optimizer that nobody uses. finalize_variable_values() of the optimizer does it.
#   weight after 20 steps of 1 (0.9 of the average kept)   as model.optimizer   as g_optimizer
#   without an average                                     20.0                 20.0
#   use_ema=True                                           12.2                 20.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 keras==3.15.1 numpy==2.4.6
cd "$folder"
KERAS_BACKEND=torch venv/bin/python - <<'PYTHON'
import keras
import numpy as np
import torch

class Model(keras.Model):
    """A generator of one weight, pushed upwards by every batch."""
    def __init__(self):
        super().__init__()
        self.generator = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
        self.generator.build((None, 1))
        self.built = True

    def train_step(self, data):
        self.zero_grad()
        loss = -keras.ops.mean(self.generator(data))
        loss.backward()
        weights = self.generator.trainable_weights
        with torch.no_grad():
            self.g_optimizer.apply([weight.value.grad for weight in weights], weights)
        return {"loss": loss}

def trained(own, **average):
    model, optimizer = Model(), keras.optimizers.SGD(1.0, **average)
    if own:
        model.compile()
    else:
        model.compile(optimizer=optimizer)
    model.g_optimizer = optimizer
    model.fit(np.ones((20, 1), "float32"), batch_size=1, verbose=0)
    last = float(model.generator.kernel.numpy().item())
    optimizer.finalize_variable_values(model.generator.trainable_weights)
    return last, float(model.generator.kernel.numpy().item())

for name, average in (("without an average", {}), ("use_ema=True", {"use_ema": True, "ema_momentum": 0.9})):
    common, own = trained(False, **average), trained(True, **average)
    print(f"{name}: model.optimizer {common[0]:.1f}, g_optimizer {own[0]:.1f}, finalized {own[1]:.1f}")
    if average:
        assert abs(common[0] - 12.2) < 0.1 and abs(own[0] - 20) < 0.1 and abs(own[1] - 12.2) < 0.1
    else:
        assert abs(common[0] - 20) < 0.1 and abs(own[0] - 20) < 0.1
PYTHON
