#!/usr/bin/env bash
# tfrecord 1.14.6: four loading workers make an epoch four times as long, and damaged pictures go unnoticed.
#
# A good guess: TFRecordDataset is made for DataLoader and shares its records out among the workers; an index, which is
# an argument that may be None, is for speed. The format has a checksum of every record, so that damage is an error.
# Seen: without an index the share of a worker is ignored, and each reads the whole file. Every sample comes once a
# worker, four of them close together, so that a batch of 64 holds 16 different pictures: a discriminator that compares
# samples within a batch, batch norm and the length of an epoch all change with num_workers. With an index they are
# shared out. The checksums are read over and never compared, index or not.
#   100 records           num_workers=0   2     4
#   without an index      100             200   400 samples
#   with an index         100             100   100
#   different in the first 64 of 4 workers: 16
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 tfrecord==1.14.6 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
from tfrecord import TFRecordWriter
from tfrecord.tools.tfrecord2idx import create_index
from tfrecord.torch.dataset import TFRecordDataset
from torch.utils.data import DataLoader

writer = TFRecordWriter("data.tfrecord")
for i in range(100):
    writer.write({"picture": (bytes([i]) * 16, "byte"), "number": (i, "int")})
writer.close()
create_index("data.tfrecord", "data.index")

for index in (None, "data.index"):
    for workers in (0, 2, 4):
        loader = DataLoader(TFRecordDataset("data.tfrecord", index), batch_size=None, num_workers=workers)
        numbers = [int(record["number"][0]) for record in loader]
        print(f"index {index}, {workers} workers: {len(numbers)} samples, {len(set(numbers))} different")
        assert len(set(numbers)) == 100 and len(numbers) == (100 if index else 100 * max(workers, 1))
        if not index and workers == 4:
            print(f"of the first 64: {len(set(numbers[:64]))} different")
            assert len(set(numbers[:64])) == 16

content = bytearray(open("data.tfrecord", "rb").read())
content[content.find(bytes([50]) * 16)] = 200
open("damaged.tfrecord", "wb").write(content)
damaged = next(r for r in TFRecordDataset("damaged.tfrecord", None) if r["number"][0] == 50)
print("damaged, and read:", np.frombuffer(damaged["picture"], np.uint8)[:4])
assert list(np.frombuffer(damaged["picture"], np.uint8)[:2]) == [200, 50]
PYTHON
