#!/usr/bin/env bash
# tensorboard 2.21.0: EventAccumulator, the usual way to read event files in Python, drops most of a long run unasked.
#
# A good guess: a reader returns what is in the file. Seen: each tag is a random sample of fixed size, 10,000 points of
# a scalar, 4 images, 1 histogram; the newest point always stays, the ones in between are gone at random. Means and
# curves over a read run are therefore not those of the run. size_guidance={"scalars": 0, ...} keeps all.
#   written  scalars 12000  images 30  histograms 30
#   read     scalars 10000  images 4  histograms 1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    tensorboard==2.21.0 tensorboardX==2.6.5 numpy==2.4.6 pillow==13.0.0 setuptools==80.9.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboardX import SummaryWriter

writer = SummaryWriter("run")
for step in range(12000):
    writer.add_scalar("loss", step, step)
for step in range(30):
    writer.add_image("samples", np.zeros((3, 2, 2), np.uint8), step)
    writer.add_histogram("logits", np.arange(9), step)
writer.close()

def counts(reader):
    reader.Reload()
    return (len(reader.Scalars("loss")), len(reader.Images("samples")), len(reader.Histograms("logits")))

text = "scalars {} images {} histograms {}"
read = EventAccumulator("run")
print("written ", text.format(12000, 30, 30))
print("read    ", text.format(*counts(read)))
assert counts(read) == (10000, 4, 1)
steps = [event.step for event in read.Scalars("loss")]
assert steps[-1] == 11999 and steps != list(range(2000, 12000))   # a sample, not the newest 10,000
every = EventAccumulator("run", size_guidance={"scalars": 0, "images": 0, "histograms": 0})
assert counts(every) == (12000, 30, 30)
PYTHON
