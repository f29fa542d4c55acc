#!/usr/bin/env bash
# wandb 0.31.0, mlflow 3.17.2, tensorboardX 2.6.5, torch 2.13.0: a picture from -1 to 1 looks different in each of them.
#
# A good guess: trackers take what a tanh makes, or refuse it, and agree at least on floats from 0 to 1. Seen: wandb
# cuts floats to whole numbers as if they were 0 to 255: pictures from 0 to 1 are black, others too with white where -1
# was, without a word. tensorboardX lets the dark half run over into other greys, 129 for -0.5; torch's writer makes it
# black; mlflow stretches each picture from its own darkest to its own brightest pixel (and warns), so that the faint
# picture of a generator that learned nothing looks as strong as a good one. What to do: hand over bytes.
#   pixel               -1    -0.5   0    0.5   1        0   0.25   0.5   0.75   1        -0.1   -0.05   0    0.05   0.1
#   wandb.Image         255   0      0    0     1        0   0      0     0      1        0      0       0    0      0
#   tensorboardX        1     129    0    127   255      0   63     127   191    255      231    244     0    12     25
#   torch               0     0      0    127   255      0   63     127   191    255      0      0       0    12     25
#   mlflow              0     63     127  191   255      0   63     127   191    255      0      63      127  191    255
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    wandb==0.31.0 mlflow-skinny==3.17.2 tensorboardX==2.6.5 tensorboard==2.21.0 torch==2.13.0 numpy==1.26.4 \
    pillow==12.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import wandb
from mlflow.tracking.multimedia import Image as MLflowImage
from PIL import Image
from tensorboardX.summary import image as tensorboardX_image
from torch.utils.tensorboard.summary import image as torch_image

def decoded(summary):
    return Image.open(io.BytesIO(summary.value[0].image.encoded_image_string))

trackers = {
    "wandb": lambda picture: wandb.Image(picture).image,
    "tensorboardX": lambda picture: decoded(tensorboardX_image("picture", picture, dataformats="HWC")),
    "torch": lambda picture: decoded(torch_image("picture", picture, dataformats="HWC")),
    "mlflow": lambda picture: MLflowImage(picture).image,
}
signed = np.linspace(-1, 1, 5, dtype=np.float32).reshape(5, 1, 1).repeat(8, 1).repeat(3, 2)
seen = {}
for name, show in trackers.items():
    seen[name] = [np.asarray(show(picture))[:, 0, 0].tolist() for picture in (signed, (signed + 1) / 2, signed / 10)]
    print(f"{name:12} from -1 to 1 {seen[name][0]}, from 0 to 1 {seen[name][1]}, from -0.1 to 0.1 {seen[name][2]}")
grey = [0, 63, 127, 191, 255]
assert seen["wandb"][1] == [0, 0, 0, 0, 1] and max(seen["wandb"][0][1:]) == 1
assert seen["tensorboardX"][1] == seen["torch"][1] == grey and seen["mlflow"] == [grey] * 3
assert seen["torch"][0] == [0, 0, 0, 127, 255] and seen["tensorboardX"][0][1] > 100
PYTHON
