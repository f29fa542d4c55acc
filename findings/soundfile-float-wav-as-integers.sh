#!/usr/bin/env bash
# soundfile 0.14.0: a WAV file of floats read with dtype="int16" is silence.
#
# A good guess: the reader converts between sample formats, so full scale (1.0) comes out as 32767, as it does when a
# 16-bit file is read as floats. Seen: float samples are rounded to whole numbers, not scaled: a signal in -1..1 becomes
# -1, 0 and 1, whatever integer type is asked for. Files of 16 and of 24 bits are scaled.
#   file of        samples 0.25 0.75 -1.0 read as int16
#   16 bits        8192 24576 -32768
#   24 bits        8192 24576 -32768
#   32-bit floats  0 1 -1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    soundfile==0.14.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import soundfile

samples = np.array([0.25, 0.75, -1.0])
seen = {}
for name, subtype in (("16 bits", "PCM_16"), ("24 bits", "PCM_24"), ("32-bit floats", "FLOAT")):
    soundfile.write("tone.wav", samples, 16000, subtype=subtype)
    seen[name] = soundfile.read("tone.wav", dtype="int16")[0].tolist()
    print(f"{name:14}", *seen[name])
assert seen["16 bits"] == seen["24 bits"] == [8192, 24576, -32768]
assert seen["32-bit floats"] == [0, 1, -1]
PYTHON
