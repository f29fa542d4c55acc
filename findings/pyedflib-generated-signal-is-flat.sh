#!/usr/bin/env bash
# pyEDFlib 0.1.42: a generated EEG in volts comes back as a flat line.
#
# A good guess: write_edf keeps floats to 16 bits of their own range, as WFDB does with the same signal. Seen: the range
# of make_signal_headers is -200 to 200 whatever the unit says, and a step is 0.006: an EEG in volts (0.00002), and any
# signal that a GAN was trained on within -1 to 1, falls on few steps or on one. A signal beyond 200 is refused, one far
# below it is not even warned of. A record is whole seconds besides: 300 samples at 256 a second are read as 512.
#   signal, range      pyEDFlib: values, error of the largest   WFDB, 16 bits: error
#   0.00002 (volts)    1 (all 0.00305), 150 times               0.000015
#   1                  328, 0.006                               0.000015
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pyEDFlib==0.1.42 wfdb==4.3.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import wfdb
from pyedflib import highlevel

random = np.random.default_rng(0)
seconds = np.arange(2560) / 256
signals = {"EEG in volts": 20e-6 * np.sin(2 * np.pi * 10 * seconds), "from -1 to 1": random.uniform(-1, 1, 2560)}
seen = {}
for name, signal in signals.items():
    headers = highlevel.make_signal_headers(["Fp1"], sample_frequency=256, dimension="V")
    highlevel.write_edf("eeg.edf", signal[None], headers)
    back = highlevel.read_edf("eeg.edf")[0][0]
    wfdb.wrsamp("eeg", fs=256, units=["V"], sig_name=["Fp1"], p_signal=signal[:, None], fmt=["16"])
    other = wfdb.rdrecord("eeg").p_signal[:, 0]
    seen[name] = [(len(np.unique(read)), np.abs(read - signal).max() / np.abs(signal).max()) for read in (back, other)]
    print(name, *(f"{package}: {values} values, error {error:.2g} of the largest value;"
                  for package, (values, error) in zip(("pyEDFlib", "WFDB"), seen[name])))
assert seen["EEG in volts"][0][0] == 1 and seen["from -1 to 1"][0][0] < 350
assert all(packages[1][1] < 0.001 for packages in seen.values())

headers = highlevel.make_signal_headers(["Fp1"], sample_frequency=256)
highlevel.write_edf("short.edf", random.uniform(-1, 1, (1, 300)), headers)
length = highlevel.read_edf("short.edf")[0].shape[1]
print(f"300 samples are read as {length}")
assert length == 512
PYTHON
