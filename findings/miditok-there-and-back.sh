#!/usr/bin/env bash
# miditok 3.1.0: a piece that is made into tokens and back is twice as fast, its long notes are cut and its lowest gone.
#
# A good guess: tokens round times and velocities to a grid, which the paper says, and keep the rest: a note longer than
# the longest duration is written in two, and a piece of 60 quarter notes a minute stays one. Seen: with a tokenizer as
# it comes, REMI and TSD cut a held note of 16 quarter notes to 12, and MIDILike does not; all leave out the tempo, so
# that what comes back has 120, and notes below 21 and above 108; nothing is said. Lengths of pieces, rhythm in seconds,
# and a set of real pieces that went through tokens to be comparable, are those of other music.
# (TokenizerConfig has use_tempos, beat_res and pitch_range.)
#   a piece of 60 a minute    longest note   lowest note   notes   seconds
#   as written                16             15            4       61.0
#   back from REMI, TSD       12             60            3       30.5
#   back from MIDILike        16             60            3       30.5
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    miditok==3.1.0 symusic==0.6.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import miditok
from symusic import Note, Score, Tempo, Track

score = Score(480)
score.tempos.append(Tempo(0, 60))
track = Track(program=0)
for start, duration, pitch in ((0, 16, 60), (16, 1, 15), (18, 1, 72), (60, 1, 64)):
    track.notes.append(Note(480 * start, 480 * duration, pitch, 80))
score.tracks.append(track)

def described(score):
    notes = [note for track in score.tracks for note in track.notes]
    longest = max(note.duration for note in notes) / score.ticks_per_quarter
    return longest, min(note.pitch for note in notes), len(notes), round(score.to("second").end(), 1)

seen = {"as written": described(score)}
for kind in (miditok.REMI, miditok.TSD, miditok.MIDILike):
    tokenizer = kind()
    seen[kind.__name__] = described(tokenizer(tokenizer(score)))
for name, values in seen.items():
    print("{}: longest note {:g}, lowest {}, {} notes, {} seconds".format(name, *values))
assert seen["as written"] == (16, 15, 4, 61)
assert seen["REMI"] == seen["TSD"] == (12, 60, 3, 30.5) and seen["MIDILike"] == (16, 60, 3, 30.5)
PYTHON
