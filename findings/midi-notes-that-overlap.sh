#!/usr/bin/env bash
# pretty_midi 0.2.11.post0, symusic 0.6.0, partitura 1.9.0 and others: notes of one pitch that overlap are read as three
# different pieces of music, and never as they were written.
#
# A good guess: what pretty_midi writes it reads again, and so do the others; at worst a held note that is struck again
# ends where the second one does. Seen: a MIDI file does not say which note an end belongs to. pretty_midi and music21
# let the first end close all notes that sound, and drop the second end: the last note loses two of its three seconds.
# symusic and miditoolkit close the oldest note: the short one is three seconds long. partitura keeps one note at a time
# and loses the first. Piano music with pedal, strings in two voices and generated piano rolls have such notes; note
# lengths and counts, and models trained on them, differ by reader.
#   written (by pretty_midi)   0-4  1-2  3-6
#   pretty_midi, music21       0-2  1-2  3-4
#   symusic, miditoolkit       0-2  1-4  3-6
#   partitura                       1-2  3-4
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    pretty_midi==0.2.11.post0 symusic==0.6.0 miditoolkit==1.0.1 music21==10.5.1 partitura==1.9.0 \
    setuptools==80.9.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import miditoolkit
import music21
import partitura
import pretty_midi
import symusic

piano = pretty_midi.Instrument(0)
piano.notes = [pretty_midi.Note(100, 60, start, end) for start, end in ((0, 4), (1, 2), (3, 6))]
music = pretty_midi.PrettyMIDI()
music.instruments.append(piano)
music.write("notes.mid")

def rounded(notes):
    return sorted((round(float(start), 2), round(float(end), 2)) for start, end in notes)

# At 120 quarter notes a minute a quarter note is half a second.
ticks = miditoolkit.MidiFile("notes.mid")
stream = music21.converter.parse("notes.mid", forceSource=True, quantizePost=False)
performed = partitura.load_performance_midi("notes.mid")[0].note_array()
seen = {
    "pretty_midi": rounded((note.start, note.end) for note in pretty_midi.PrettyMIDI("notes.mid").instruments[0].notes),
    "music21": rounded((note.offset / 2, (note.offset + note.quarterLength) / 2) for note in stream.flatten().notes),
    "symusic": rounded((note.start, note.end) for note in symusic.Score("notes.mid").to("second").tracks[0].notes),
    "miditoolkit": rounded((note.start / ticks.ticks_per_beat / 2, note.end / ticks.ticks_per_beat / 2)
                           for note in ticks.instruments[0].notes),
    "partitura": rounded((note["onset_sec"], note["onset_sec"] + note["duration_sec"]) for note in performed),
}
for name, notes in seen.items():
    print(f"{name:12}", *(f"{start:g}-{end:g}" for start, end in notes))
assert seen["pretty_midi"] == seen["music21"] == [(0, 2), (1, 2), (3, 4)]
assert seen["symusic"] == seen["miditoolkit"] == [(0, 2), (1, 4), (3, 6)]
assert seen["partitura"] == [(1, 2), (3, 4)]
PYTHON
