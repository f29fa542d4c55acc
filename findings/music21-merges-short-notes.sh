#!/usr/bin/env bash
# music21 10.5.1: a run of 32nd notes is read from MIDI as half as many chords.
#
# A good guess: notes that follow each other in a file follow each other when read; at worst they move a little. Seen:
# by default starts and lengths go to the nearest 16th or triplet eighth, two 32nd notes get one start, and what starts
# together becomes a chord. Counts of notes, of chords and of intervals in a training set of fast music are those of
# other music. quantizePost=False, or quarterLengthDivisors=(8, 6), reads what is there.
#   16 notes, one after another   read as
#   16th notes                    16 notes
#   32nd notes                    8 chords of two notes
#   triplet 16th notes            8 chords of two notes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    music21==10.5.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import struct
from music21 import converter

def read(ticks, **options):
    """16 notes of that many 480ths of a quarter, each of which ends as the next starts."""
    length = bytes([ticks]) if ticks < 128 else bytes([128 | ticks >> 7, ticks & 127])
    events = b"".join(bytes([0, 0x90, 60 + i, 64]) + length + bytes([0x80, 60 + i, 0]) for i in range(16))
    events += b"\0\xff\x2f\0"
    with open("run.mid", "wb") as file:
        file.write(b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(events)) + events)
    found = converter.parse("run.mid", forceSource=True, **options).flatten().notes
    return [len(item.pitches) for item in found]

for name, ticks, expected in (("16th", 120, [1] * 16), ("32nd", 60, [2] * 8), ("triplet 16th", 80, [2] * 8)):
    seen, plain = read(ticks), read(ticks, quantizePost=False)
    print(f"{name} notes: notes in each item {seen}; without quantization {plain}")
    assert seen == expected and plain == [1] * 16 == read(ticks, quarterLengthDivisors=(8, 6))
PYTHON
