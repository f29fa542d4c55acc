#!/usr/bin/env bash
# librosa 0.11.0: the decibels of a quiet clip depend on the clips beside it.
#
# A good guess: an array of many clips or channels gives what each gives alone, as melspectrogram does. Seen:
# power_to_db and amplitude_to_db cut 80 dB below the loudest value of the whole array. A quiet clip beside a loud one
# is a flat picture; features that a data loader computes clip by clip are others than those of a batch, and adding one
# loud clip changes those of all. top_db=None and a fixed floor, amin, avoid it.
#   noise of 1 and of 0.0001   decibels of the quiet clip
#   alone                      -84 to -68
#   in a batch                 -69 to -68, 98 % of its values changed
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

clips = np.random.default_rng(0).normal(size=(2, 4096)) * [[1], [1e-4]]
spectra = librosa.feature.melspectrogram(y=clips, sr=16000, n_fft=512, n_mels=20)
alone, beside = librosa.power_to_db(spectra[1]), librosa.power_to_db(spectra)[1]
changed = (alone != beside).mean()
print(f"alone {alone.min():.1f} to {alone.max():.1f}, in a batch {beside.min():.1f} to {beside.max():.1f}")
print(f"changed: {changed:.2f}")
assert (librosa.feature.melspectrogram(y=clips[1], sr=16000, n_fft=512, n_mels=20) == spectra[1]).all()
assert np.ptp(alone) > 12 and np.ptp(beside) < 2 and changed > 0.9
assert (librosa.power_to_db(spectra[1], top_db=None) == librosa.power_to_db(spectra, top_db=None)[1]).all()
PYTHON
