#!/usr/bin/env bash
# kornia 0.9.0: colour augmentations turn the dark half of pictures from -1 to 1 black, changes of nothing included.
#
# A good guess: kornia's augmentations are differentiable, which is what DiffAugment and ADA need, and a brightness or
# contrast of 1 leaves a picture as it is; for a generator that ends with tanh its own range will do. Seen: those that
# change colours cut at 0 and 1 on their way, silently, whatever they were asked to do: every pixel below middle grey is
# gone, the generator gets no gradient from it, and real pictures lose the same, so that the losses look well.
# RandomInvert takes 1 - x all the same. Flips, crops, erasing, grey and noise keep the range. What to do: (x + 1) / 2
# before them and 2 x - 1 behind.
#   changes of nothing, for uniform pixels                         from 0 to 1   from -1 to 1   without a gradient
#   ColorJitter(0, 0, 0, 0), RandomBrightness((1, 1)),
#   RandomContrast((1, 1)), RandomSaturation((1, 1)),
#   RandomHue((0, 0)), RandomGamma((1, 1), (1, 1)),
#   RandomSharpness((1, 1)), RandomPlasmaBrightness((0, 0), ...)   0             0.25 off       50 %
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
nothing = {
    "ColorJitter": K.ColorJitter(0.0, 0.0, 0.0, 0.0, p=1.0), "RandomBrightness": K.RandomBrightness((1.0, 1.0), p=1.0),
    "RandomContrast": K.RandomContrast((1.0, 1.0), p=1.0), "RandomSaturation": K.RandomSaturation((1.0, 1.0), p=1.0),
    "RandomHue": K.RandomHue((0.0, 0.0), p=1.0), "RandomGamma": K.RandomGamma((1.0, 1.0), (1.0, 1.0), p=1.0),
    "RandomSharpness": K.RandomSharpness((1.0, 1.0), p=1.0),
    "RandomPlasmaBrightness": K.RandomPlasmaBrightness((0.0, 0.0), (0.0, 0.0), p=1.0),
}
unit = torch.rand(4, 3, 16, 16)
for name, change in nothing.items():
    pictures = (2 * unit - 1).requires_grad_()
    changed = change(pictures)
    changed.sum().backward()
    off, gone = (changed - pictures).abs().mean().item(), (pictures.grad == 0).float().mean().item()
    kept = (change(unit) - unit).abs().max().item()
    print(f"{name:22} from 0 to 1: {kept:.0e} off; from -1 to 1: {off:.2f} off, {gone:.0%} without a gradient")
    assert kept < 1e-4 and changed.min() >= 0 and 0.2 < off < 0.3
for change in (K.RandomHorizontalFlip(p=1.0), K.RandomGrayscale(p=1.0), K.RandomErasing(p=1.0)):
    assert change(2 * unit - 1).min() < -0.5
assert K.RandomInvert(p=1.0)(2 * unit - 1).max() > 1.9
PYTHON
