#!/usr/bin/env bash
# muspy 0.5.0: music that is turned into what a model learns from and back is nine times as slow, or has other notes.
#
# A good guess: from_representation undoes to_representation: what muspy reads from a file, and what a generator makes
# of it, comes back at its speed. Seen: times are counted in the ticks of the file, 220 a quarter note as pretty_midi
# writes it, and taken for 24 a quarter note on the way back; nothing in the representation says otherwise. Files of 24
# ticks hide it. Velocities are lost in events, and repeated notes become one in rolls.
# (from_representation(..., resolution=music.resolution) keeps the speed.)
#   eight quarter notes, 4 seconds    notes   seconds   velocity
#   as they were read                 8       4.0       80
#   back from events                  8       36.7      64
#   back from notes                   8       36.7      80
#   back from a piano roll            1       36.7      80
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    muspy==0.5.0 pretty_midi==0.2.11.post0 setuptools==80.9.0 numpy==1.26.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import muspy
import pretty_midi

piano = pretty_midi.Instrument(0)
piano.notes = [pretty_midi.Note(80, 60, i / 2, i / 2 + 0.5) for i in range(8)]
midi = pretty_midi.PrettyMIDI(initial_tempo=120)
midi.instruments.append(piano)
midi.write("notes.mid")
music = muspy.read_midi("notes.mid")
seen = {}
for kind in ("event", "note", "pianoroll"):
    back = muspy.from_representation(muspy.to_representation(music, kind), kind)
    back.write_midi(f"{kind}.mid")
    written = pretty_midi.PrettyMIDI(f"{kind}.mid")
    notes = written.instruments[0].notes
    seen[kind] = len(notes), round(max(note.end for note in notes), 1), notes[0].velocity
    print(f"{kind}: {seen[kind][0]} notes, {seen[kind][1]} seconds, velocity {seen[kind][2]}")
    same = muspy.from_representation(muspy.to_representation(music, kind), kind, resolution=music.resolution)
    assert abs(same.get_real_end_time() - 4) < 0.1
print(f"read: {len(music.tracks[0].notes)} notes, {music.get_real_end_time():.1f} seconds")
assert seen == {"event": (8, 36.7, 64), "note": (8, 36.7, 80), "pianoroll": (1, 36.7, 80)}
PYTHON
