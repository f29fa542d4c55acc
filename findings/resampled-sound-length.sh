#!/usr/bin/env bash
# librosa 0.11.0, scipy 1.17.1, soxr 1.1.0, resampy 0.4.3: the same sound resampled is one sample longer or shorter by
# library, and librosa's default differs from the library that does its work.
#
# A good guess: all round the length to the nearest sample, and librosa with soxr gives what soxr gives. Seen: librosa
# and scipy round up (librosa pads what soxr returns), resampy rounds down, soxr to the nearest. Arrays of clips cut to
# 16,384 samples before resampling do not stack with those of another library.
#   samples, rates    exact     librosa  scipy  soxr   resampy
#   16384 44.1k-16k    5944.31     5945   5945   5944     5944
#   16384 16k-22.05k  22579.20    22580  22580  22579    22579
#   1001 16k-22.05k    1379.50     1380   1380   1380     1379
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    librosa==0.11.0 scipy==1.17.1 soxr==1.1.0 resampy==0.4.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import math
import librosa
import numpy as np
import resampy
import scipy.signal
import soxr

seen = []
for count, old, new in ((16384, 44100, 16000), (16384, 16000, 22050), (1001, 16000, 22050)):
    sound = np.random.default_rng(0).normal(size=count).astype(np.float32)
    divisor = math.gcd(old, new)
    lengths = [len(result) for result in (
        librosa.resample(sound, orig_sr=old, target_sr=new),
        scipy.signal.resample_poly(sound, new // divisor, old // divisor),
        soxr.resample(sound, old, new), resampy.resample(sound, old, new))]
    print(count, old, new, f"exact {count * new / old:.2f}", "librosa, scipy, soxr, resampy:", *lengths)
    seen.append(lengths)
assert seen == [[5945, 5945, 5944, 5944], [22580, 22580, 22579, 22579], [1380, 1380, 1380, 1379]]
PYTHON
