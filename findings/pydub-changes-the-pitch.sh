#!/usr/bin/env bash
# pydub 0.25.1: changing the rate of a sound turns a tone of 10,000 Hz into one of 6,000 Hz, as loud.
#
# A good guess: set_frame_rate(16000), the first line of many a data set of sounds, takes away what 16,000 samples a
# second cannot hold, as resamplers do. Seen: it draws straight lines between samples and reads those off, without a
# filter: a tone above half of the new rate comes back at another pitch with 85 % of its height. Cymbals, breath and s
# of recordings at 44,100 a second are in the training data as tones and noise below 8,000 Hz that nobody played, and
# a generator learns them.
#   a tone of 10,000 Hz, 44,100 samples a second   strongest   height
#   set_frame_rate(16000)                          6,000 Hz    0.85
#   set_frame_rate(8000)                           2,000 Hz    0.85
#   scipy.signal.resample_poly to 16,000           -           0.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pydub==0.25.1 numpy==2.4.6 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
from pydub import AudioSegment
from scipy.signal import resample_poly

tone = (20000 * np.sin(2 * np.pi * 10000 * np.arange(44100) / 44100)).astype(np.int16)
sound = AudioSegment(tone.tobytes(), frame_rate=44100, sample_width=2, channels=1)
seen = []
for rate in (16000, 8000):
    samples = np.array(sound.set_frame_rate(rate).get_array_of_samples(), float)
    strongest = np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples)
    seen.append((round(strongest), samples.std() / tone.std()))
    print("set_frame_rate({}): {} Hz, height {:.2f}".format(rate, *seen[-1]))
filtered = resample_poly(tone.astype(float), 160, 441).std() / tone.std()
print(f"resample_poly: height {filtered:.2f}")
assert [frequency for frequency, _ in seen] == [6000, 2000] and all(height > 0.8 for _, height in seen)
assert filtered < 0.05
PYTHON
