#!/usr/bin/env bash
# kornia 0.9.0: augmentations that are layers of a discriminator go on after eval().
#
# A good guess: kornia.augmentation has torch.nn.Modules so that they may stand in a network, before those of the
# discriminator; eval() switches them off as it does dropout and batch norm. Seen: they do not look at it. A
# discriminator's accuracy on held-out samples, the score of a classifier, and features for a Frechet distance are those
# of changed pictures, other ones at every call; AugmentationSequential is the same. What to do: keep them outside of
# the network, or apply them where self.training is true.
#   after eval(), the same pictures twice      Dropout(0.5)   RandomAffine(30)   AugmentationSequential
#   outputs                                    equal          differ             differ
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 kornia==0.9.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import kornia.augmentation as K
import torch

torch.manual_seed(0)
pictures = torch.rand(8, 3, 16, 16)
layers = {"Dropout(0.5)": torch.nn.Dropout(0.5), "RandomAffine(30)": K.RandomAffine(30.0, p=1.0),
          "AugmentationSequential": K.AugmentationSequential(K.RandomAffine(30.0, p=1.0), data_keys=["input"])}
equal = {}
with torch.no_grad():
    for name, layer in layers.items():
        discriminator = torch.nn.Sequential(layer, torch.nn.Flatten(), torch.nn.Linear(768, 1)).eval()
        assert not layer.training
        equal[name] = torch.equal(discriminator(pictures), discriminator(pictures))
        print(f"{name}: {'equal' if equal[name] else 'differ'} after eval()")
assert list(equal.values()) == [True, False, False]
PYTHON
