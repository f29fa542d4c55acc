#!/usr/bin/env bash
# idx2numpy 1.2.3: an IDX file of floats is read as an array that its own writer refuses.
#
# A good guess: reading gives numbers in the machine's byte order, and what was read can be written again. Seen: types
# of more than one byte stay big-endian (>f4, >i4); convert_to_file refuses those, though they are the byte order of the
# format, and so do torch.from_numpy and numba. Bytes (MNIST) are not affected, so it shows with the first feature file
# that is not uint8. The cure is array.astype(array.dtype.newbyteorder("=")).
#   read           >f4 [0.5, 1.0, 1.5]
#   written again  FormatError: numpy ndarray type not supported by IDX format.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    idx2numpy==1.2.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import idx2numpy
import numpy as np

features = np.array([0.5, 1.0, 1.5], np.float32)
idx2numpy.convert_to_file("features.idx", features)
read = idx2numpy.convert_from_file("features.idx")
print("read         ", read.dtype.str, read.tolist())
assert read.dtype.str == ">f4" and np.array_equal(read, features)
try:
    idx2numpy.convert_to_file("again.idx", read)
    outcome = "accepted"
except idx2numpy.FormatError as error:
    outcome = f"FormatError: {error}"
print("written again", outcome)
assert outcome.startswith("FormatError")
idx2numpy.convert_to_file("again.idx", read.astype(read.dtype.newbyteorder("=")))
assert open("again.idx", "rb").read() == open("features.idx", "rb").read()
PYTHON
