#!/usr/bin/env bash
# pedalboard 0.9.26: a Limiter makes quiet sound louder, and changes sound far below its threshold.
#
# A good guess: a limiter leaves sound below its threshold as it is and holds the rest at the threshold. Seen: it
# compresses from -10 dB on in any case and then raises everything; with the default threshold of -10 dB quiet sound
# comes out almost five times as loud and loud sound at full scale, ten decibels above the threshold. A set of clips
# "limited" for safety becomes a set of one loudness. Its Compressor leaves quiet sound alone.
#   peak of a tone             0.010  0.100  0.900
#   Limiter(threshold_db=-10)  0.049  0.487  1.000
#   Limiter(threshold_db=0)    0.015  0.154  0.647
#   Compressor(-20 dB, 4:1)    0.010  0.100  0.177
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pedalboard==0.9.26 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
from pedalboard import Compressor, Limiter

tone = np.sin(2 * np.pi * 440 * np.arange(88200) / 44100).astype(np.float32)
seen = {}
for name, effect in (("Limiter(-10 dB)", Limiter()), ("Limiter(0 dB)", Limiter(threshold_db=0)),
                     ("Compressor(-20 dB, 4:1)", Compressor(threshold_db=-20, ratio=4))):
    seen[name] = [float(abs(effect(peak * tone, 44100)[44100:]).max()) for peak in (0.01, 0.1, 0.9)]
    print(f"{name:24}", *(f"{peak:.3f}" for peak in seen[name]))
assert seen["Limiter(-10 dB)"][0] > 0.04 and seen["Limiter(-10 dB)"][2] > 0.99
assert seen["Limiter(0 dB)"][0] > 0.014 and seen["Limiter(0 dB)"][2] < 0.7
assert abs(seen["Compressor(-20 dB, 4:1)"][0] - 0.01) < 1e-4
PYTHON
