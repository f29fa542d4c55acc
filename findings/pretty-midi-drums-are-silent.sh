#!/usr/bin/env bash
# pretty_midi 0.2.11.post0: the piano roll of a drum track is silence, and other piano rolls are louder than MIDI.
#
# A good guess: get_piano_roll() has a row for each of the 128 notes, the bass drum in row 36, and velocities of 0 to
# 127. Seen: drum tracks give zeros throughout, of the right shape, and are missing from the roll of the whole piece: a
# generator of five tracks gets four. Velocities of notes that sound together in a row are added, within an instrument
# and across: 200 in a roll that is to be divided by 127.
#   instrument                                       largest value of the roll
#   8 strokes of the bass drum, velocity 100         0
#   a held C and the same C struck again, both 100   200
#   both together: row of the drum, row of the C     0, 200
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pretty_midi==0.2.11.post0 setuptools==80.9.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
from pretty_midi import Instrument, Note, PrettyMIDI

drums, piano = Instrument(0, is_drum=True), Instrument(0)
drums.notes = [Note(100, 36, i / 2, i / 2 + 0.1) for i in range(8)]
piano.notes = [Note(100, 60, 0, 2), Note(100, 60, 1, 2)]
music = PrettyMIDI()
music.instruments = [drums, piano]
rolls = [drums.get_piano_roll(fs=10), piano.get_piano_roll(fs=10), music.get_piano_roll(fs=10)]
for name, roll in zip(("drums", "piano", "both"), rolls):
    print(f"{name}: {roll.shape}, largest value of row 36 {roll[36].max():.0f}, of row 60 {roll[60].max():.0f}")
assert rolls[0].shape[1] >= 36 and rolls[0].max() == rolls[2][36].max() == 0
assert rolls[1].max() == rolls[2].max() == 200
PYTHON
