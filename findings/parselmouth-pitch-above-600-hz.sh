#!/usr/bin/env bash
# praat-parselmouth 0.4.7: the pitch of a tone above 600 Hz is an octave or more too low, and surely voiced.
#
# A good guess: to_pitch() of a clean tone is its frequency, or undefined where the tone is outside of what is looked
# for. Seen: what is looked for ends at 600 Hz, made for voices, and a tone above it is found at a half or a third of
# its frequency, in every frame. Generated music and bird songs, notes from D sharp 5 on, all have their pitches folded
# into one range: a generator that is an octave too low has the pitches of the data. to_pitch(pitch_ceiling=2000) finds
# them. Whole numbers of 16 bits are not scaled either: 90 dB louder.
#   tone, Hz                    440   700   880   1,000   1,760
#   to_pitch(), all frames      440   350   440   500     587
#   pitch_ceiling=2000          440   700   880   1,000   1,760
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    praat-parselmouth==0.4.7 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import parselmouth

seconds = np.arange(16000) / 16000
seen = {}
for tone in (440, 700, 880, 1000, 1760):
    for ceiling in (None, 2000):
        sound = parselmouth.Sound(0.5 * np.sin(2 * np.pi * tone * seconds), sampling_frequency=16000)
        pitch = sound.to_pitch(**({"pitch_ceiling": ceiling} if ceiling else {})).selected_array["frequency"]
        seen[tone, ceiling] = float(np.median(pitch)), float((pitch > 0).mean())
    print(f"{tone} Hz: {seen[tone, None][0]:.0f} in {seen[tone, None][1]:.0%} of the frames, "
          f"with a ceiling of 2000 {seen[tone, 2000][0]:.0f}")
assert all(voiced > 0.99 for _, voiced in seen.values())
for tone, found in ((440, 440), (700, 350), (880, 440), (1000, 500), (1760, 1760 / 3)):
    assert abs(seen[tone, None][0] / found - 1) < 0.01 and abs(seen[tone, 2000][0] / tone - 1) < 0.01

wave = 0.5 * np.sin(2 * np.pi * 220 * seconds)
loud = [parselmouth.Sound(found, sampling_frequency=16000).get_intensity()
        for found in (wave, (32768 * wave).astype(np.int16))]
print(f"floats {loud[0]:.0f} dB, the same in 16 bits {loud[1]:.0f} dB")
assert 89 < loud[1] - loud[0] < 91
PYTHON
