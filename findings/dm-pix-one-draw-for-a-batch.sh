#!/usr/bin/env bash
# dm-pix 0.4.5: a batch is augmented as one picture: all of it is flipped or none, all of it brightened alike.
#
# A good guess: random_flip_left_right and its kind take a batch and draw for each picture, as augmentations of torch
# modules for batches do. Seen: they take a batch, and draw once. All 64 pictures are mirrored or none is, and one
# brightness is added to all. A discriminator that sees real batches apart from generated ones can then tell them by
# what a batch has in common, and statistics of the batch (batch norm, minibatch deviation) follow the augmentation.
# jax.vmap with a key for each picture draws for each.
#   of a batch of 64, over 20 keys        pictures flipped   brightnesses in a batch
#   as it comes                           0 or 64            1
#   jax.vmap, 64 keys                     24 to 39           64
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    dm-pix==0.4.5 jax==0.10.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import dm_pix
import jax
import numpy as np

pictures = jax.random.uniform(jax.random.key(0), (64, 8, 8, 3))

def each(augmentation):
    return lambda key, batch: jax.vmap(augmentation)(jax.random.split(key, len(batch)), batch)

def flip(key, batch):
    return dm_pix.random_flip_left_right(key, batch, probability=0.5)

def brighten(key, batch):
    return dm_pix.random_brightness(key, batch, 0.2)

seen = {}
for name, way in (("as it comes", lambda augmentation: augmentation), ("jax.vmap", each)):
    flipped, brightnesses = set(), set()
    for seed in range(20):
        key = jax.random.key(seed)
        changed = np.abs(np.array(way(flip)(key, pictures) - pictures)).max((1, 2, 3)) > 0
        added = np.array(way(brighten)(key, pictures) - pictures).mean((1, 2, 3))
        flipped.add(int(changed.sum()))
        brightnesses.add(len(np.unique(added.round(5))))
    seen[name] = flipped, brightnesses
    print(f"{name}: {sorted(flipped)} flipped, {sorted(brightnesses)} brightnesses")
assert seen["as it comes"] == ({0, 64}, {1})
assert seen["jax.vmap"][0] <= set(range(10, 55)) and min(seen["jax.vmap"][1]) > 50
PYTHON
