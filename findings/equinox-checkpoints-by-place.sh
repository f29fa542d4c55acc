#!/usr/bin/env bash
# equinox 0.13.8: the first layers of another network's checkpoint, or two layers in each other's places, load silently.
#
# A good guess: tree_deserialise_leaves compares the file with the model that it fills, by the names of its fields or at
# least by their number, as load_state_dict does. Seen: the file is a row of arrays without names. They go into the
# model one after another, and only shape and type of each are compared; what is left over is not noticed. A generator
# of two layers takes two of a checkpoint with three. A module whose fields were put in another order, or a dictionary
# with other keys (jax sorts them), gets its weights in other places where shapes are equal: scale and shift, query and
# key, the two halves of a residual block, or generator and discriminator of one dictionary.
#   saved                                 loaded into                             seen
#   three layers                          two layers                              the first two
#   three layers                          four layers                             an error
#   fields scale, shift                   fields shift, scale                     in each other's places
#   {"encoder": ..., "generator": ...}    {"encoder": ..., "decoder": ...}        in each other's places
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    equinox==0.13.8 jax==0.10.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.simplefilter("error")
import equinox as eqx
import jax

one, two, three, *blank = (eqx.nn.Linear(3, 3, key=key) for key in jax.random.split(jax.random.PRNGKey(0), 7))

def load(saved, model):
    eqx.tree_serialise_leaves("checkpoint.eqx", saved)
    return eqx.tree_deserialise_leaves("checkpoint.eqx", model)

def same(a, b):
    return bool((a.weight == b.weight).all() and (a.bias == b.bias).all())

loaded = load([one, two, three], blank[:2])
print("three layers into two: the first two", same(loaded[0], one) and same(loaded[1], two))
assert same(loaded[0], one) and same(loaded[1], two)
try:
    load([one, two, three], blank)
    raise AssertionError("three layers fill four")
except AssertionError:
    raise
except Exception as error:
    print("three layers into four:", type(error).__name__)

class Before(eqx.Module):
    scale: eqx.nn.Linear
    shift: eqx.nn.Linear

class After(eqx.Module):
    shift: eqx.nn.Linear
    scale: eqx.nn.Linear

loaded = load(Before(scale=one, shift=two), After(scale=blank[0], shift=blank[1]))
print("fields in another order: scale is the saved shift", same(loaded.scale, two))
assert same(loaded.scale, two) and same(loaded.shift, one)
loaded = load({"encoder": one, "generator": two}, {"encoder": blank[0], "decoder": blank[1]})
print("another key: the encoder is the saved generator", same(loaded["encoder"], two))
assert same(loaded["encoder"], two) and same(loaded["decoder"], one)
PYTHON
