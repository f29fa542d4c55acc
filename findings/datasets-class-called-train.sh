#!/usr/bin/env bash
# datasets 5.2.0: where one class is called "train", all other classes are left out, silently.
#
# A good guess: a folder with the sub-folders bus, car and train is read as three classes, as torchvision's ImageFolder
# does. Seen: a folder (or a file) with train, test, dev, eval, validation or the like in its name stands for a part of
# the data, at any depth; where there is one, files outside such folders are not looked at, and without classes. COCO,
# PASCAL VOC and CIFAR-100 have the class train. A set that was sorted into train, dev and so on is meant; nothing is
# said where it is not.
#   folders             read
#   cat, dog            train: 6 pictures of 2 classes
#   bus, car, train     train: 3 pictures without a class
#   dress, shoe, test   test: 3 pictures without a class
#   cat, dog, and in dog one picture of three is called train_1.png   train: that one picture
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    datasets==5.2.0 pillow==13.0.0 numpy==2.4.6 pyarrow==26.0.1 pandas==2.3.3
cd "$folder"
venv/bin/python - <<'PYTHON'
import os
from datasets import disable_progress_bars, load_dataset
from PIL import Image

disable_progress_bars()

def write(path, classes, *names):
    for folder in classes:
        os.makedirs(f"{path}/{folder}", exist_ok=True)
        for name in names:
            Image.new("RGB", (8, 8)).save(f"{path}/{folder}/{name}.png")

seen = []
for classes in (["cat", "dog"], ["bus", "car", "train"], ["dress", "shoe", "test"]):
    path = "-".join(classes).replace("train", "t").replace("test", "t")
    write(path, classes, "0", "1", "2")
    data = load_dataset("imagefolder", data_dir=path, cache_dir="cache")
    seen.append({part: (len(data[part]), sorted(data[part].features)) for part in data})
    print(classes, "->", seen[-1])
write("pets", ["cat", "dog"], "0", "1")
write("pets", ["dog"], "train_1")
pets = load_dataset("imagefolder", data_dir="pets", cache_dir="cache")
print("a picture called train_1.png ->", {part: len(pets[part]) for part in pets})
assert {part: len(pets[part]) for part in pets} == {"train": 1}
assert seen == [{"train": (6, ["image", "label"])}, {"train": (3, ["image"])}, {"test": (3, ["image"])}]
PYTHON
