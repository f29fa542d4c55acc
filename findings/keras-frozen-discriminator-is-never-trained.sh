#!/usr/bin/env bash
# keras 3.15.1: the usual way to write a GAN, a discriminator frozen after it was compiled, never trains it.
#
# A good guess: compile() fixes what is trained, as keras 2 did and as its tutorials rely on: compile the discriminator,
# set trainable = False, compile the stacked model, and train_on_batch of the discriminator still trains it. Seen:
# trainable is read when training starts, so the discriminator keeps its first weights for the whole run, while its loss
# still moves with the generator's samples; the torch backend warns, the jax backend does not. Setting trainable = True
# before each of its steps trains it.
#   largest change of a weight in 20 iterations   frozen once                        frozen and thawed in turn
#   jax                                           discriminator 0, generator 0.012   0.020, 0.012
#   torch                                         discriminator 0, generator 0.017   0.017, 0.017
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    keras==3.15.1 jax==0.10.2 torch==2.13.0 numpy==2.4.6
cd "$folder"
cat > gan.py <<'PYTHON'
import numpy as np
import keras
from keras.layers import Dense

def changes(thaw):
    keras.utils.set_random_seed(0)
    generator = keras.Sequential([keras.Input((2,)), Dense(4)])
    discriminator = keras.Sequential([keras.Input((4,)), Dense(1, activation="sigmoid")])
    discriminator.compile("adam", "binary_crossentropy")
    discriminator.trainable = False
    stacked = keras.Sequential([keras.Input((2,)), generator, discriminator])
    stacked.compile("adam", "binary_crossentropy")
    before = discriminator.get_weights()[0], generator.get_weights()[0]
    random = np.random.default_rng(0)
    for _ in range(20):
        discriminator.trainable = thaw
        fake = generator.predict_on_batch(random.normal(size=(8, 2)))
        real = random.normal(size=(8, 4)) + 3
        discriminator.train_on_batch(np.concatenate([real, fake]), np.repeat([[1], [0]], 8, 0))
        discriminator.trainable = False
        stacked.train_on_batch(random.normal(size=(8, 2)), np.ones((8, 1)))
    after = discriminator.get_weights()[0], generator.get_weights()[0]
    return [float(abs(new - old).max()) for new, old in zip(after, before)]

usual, thawed = changes(False), changes(True)
print(f"{keras.backend.backend()}: frozen once: discriminator {usual[0]:.3f}, generator {usual[1]:.3f};"
      f" in turn: discriminator {thawed[0]:.3f}, generator {thawed[1]:.3f}")
assert usual[0] == 0 and usual[1] > 0.01
assert thawed[0] > 0.01 and thawed[1] > 0.01
PYTHON
for backend in jax torch; do
    KERAS_BACKEND=$backend venv/bin/python gan.py
done
