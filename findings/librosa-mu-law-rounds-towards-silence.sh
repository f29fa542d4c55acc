#!/usr/bin/env bash
# librosa 0.11.0: coding a sound by mu-law into 256 levels and back makes it quieter.
#
# A good guess: mu_expand(mu_compress(x)) is x to the nearest level. Seen: each value goes to the end of its interval
# that lies nearer to silence, so the error is twice that of rounding and has a direction; 1.0 comes back as 0.957, -1.0
# as -1.0. WaveNet's formula, which rounds, gives other codes for half of all values, so codes made by one and decoded
# by the other are off by a level.
#              mean of |x|  mean error  1.0 becomes  (x from -1 to 1 in 20,001 steps, whose mean of |x| is 0.5000)
#   librosa         0.4901      0.0100       0.9574
#   rounding        0.5000      0.0055       1.0000
#   codes that differ: 50 %
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    librosa==0.11.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import librosa
import numpy as np

sound = np.linspace(-1, 1, 20001)
code = librosa.mu_compress(sound, mu=255, quantize=True)                                      # -128..127
rounded = np.rint((librosa.mu_compress(sound, mu=255, quantize=False) + 1) / 2 * 255) - 128   # WaveNet's formula
results = {
    "librosa": librosa.mu_expand(code, mu=255, quantize=True),
    "rounding": librosa.mu_expand((rounded + 128) / 255 * 2 - 1, mu=255, quantize=False),
}
seen = {}
for name, result in results.items():
    seen[name] = [float(value) for value in (abs(result).mean(), abs(result - sound).mean(), result[-1])]
    print(f"{name:9}", *(f"{value:11.4f}" for value in seen[name]))
differing = float((code != rounded).mean())
print(f"codes that differ: {100 * differing:.0f} %")
assert 0.485 < seen["librosa"][0] < 0.495 and abs(seen["rounding"][0] - 0.5) < 0.001
assert seen["librosa"][1] > 1.7 * seen["rounding"][1]
assert round(seen["librosa"][2], 3) == 0.957 and round(seen["rounding"][2], 3) == 1
assert 0.45 < differing < 0.55
PYTHON
