#!/usr/bin/env bash
# netCDF4 1.7.5.1: white pixels of 8 bits come back as missing, and means leave them out.
#
# A good guess: what is written is read. Seen: 255 (unsigned), -127 (signed) and -32767 (16 bits) are netCDF's default
# fill values, and whatever equals them is masked on reading, though nobody set a fill value and every pixel was
# written. The mean of a picture then counts dark pixels only; numpy.asarray gives the 255 back, filled() too.
# set_auto_mask(False) reads what is there.
#   written, 8 bits   255 254 0 1             read   -- 254 0 1               mean 85 (not 127.5)
#   sound, 16 bits    -32767 -32768 0 32767   read   -- -32768 0 32767
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    netCDF4==1.7.5.1.post1 cftime==1.6.5 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import netCDF4
import numpy as np

written = {"u1": [255, 254, 0, 1], "i1": [-127, -128, 0, 127], "i2": [-32767, -32768, 0, 32767]}
with netCDF4.Dataset("samples.nc", "w") as file:
    file.createDimension("n", 4)
    for kind, values in written.items():
        file.createVariable(kind, kind, ("n",))[:] = np.array(values, kind)
with netCDF4.Dataset("samples.nc") as file:
    read = {kind: file[kind][:] for kind in written}
    file.set_auto_mask(False)
    unmasked = {kind: file[kind][:].tolist() for kind in written}
for kind, values in read.items():
    print(f"{kind}: written {written[kind]}, read {values}, mean {values.mean():.1f}")
assert unmasked == written
assert all(np.ma.getmaskarray(values).tolist() == [True, False, False, False] for values in read.values())
assert read["u1"].mean() == 85 and np.asarray(read["u1"]).tolist() == written["u1"]
PYTHON
