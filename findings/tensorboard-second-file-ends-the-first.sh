#!/usr/bin/env bash
# tensorboard 2.21.0: once a second event file exists in a run's folder, nothing more is read from the first.
#
# A good guess: a folder with two writers (a run beside its evaluation, or a run resumed while the old process still
# writes) shows both to the end. Seen: files are read in the order of their names, and a later one ends the earlier; the
# points that the first writer adds afterwards are dropped with one line in the log.
#   first reload   loss 1, fid 1
#   second reload  loss 1, fid 2    (each writer had added one point)
# A fresh reader sees all four, so the missing points come back with a restart of TensorBoard.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    tensorboard==2.21.0 numpy==2.4.6 setuptools==80.9.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter

logging.disable(logging.WARNING)

def add(writer, tag, value, step):
    summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
    writer.add_event(Event(step=step, wall_time=step, summary=summary))
    writer.flush()

def counts(reader):
    reader.Reload()
    return len(reader.Scalars("loss")), len(reader.Scalars("fid"))

training = EventFileWriter("run")
add(training, "loss", 1.0, 1)
evaluation = EventFileWriter("run", filename_suffix=".evaluation")
add(evaluation, "fid", 1.0, 1)
reader = EventAccumulator("run")
first = counts(reader)
add(training, "loss", 2.0, 2)
add(evaluation, "fid", 2.0, 2)
second = counts(reader)
fresh = counts(EventAccumulator("run"))
for name, (loss, fid) in [("first reload ", first), ("second reload", second), ("fresh reader ", fresh)]:
    print(name, f"loss {loss}, fid {fid}")
assert (first, second, fresh) == ((1, 1), (1, 2), (2, 2))
PYTHON
