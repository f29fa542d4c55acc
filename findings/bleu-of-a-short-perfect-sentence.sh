#!/usr/bin/env bash
# nltk 3.10.4, sacrebleu 2.6.0: a sentence of three words compared with itself has a BLEU of 0 or of 100, by function.
#
# A good guess: a perfect match scores 1. Seen: without a run of four words the precision of 4-grams is 0/0; nltk takes
# it as 2.2e-308 and returns 1e-77 with a warning, sacrebleu's corpus_bleu returns 0, its sentence_bleu leaves the
# missing orders out and returns 100. Self-BLEU without smoothing, the usual measure of a text GAN's diversity, calls a
# generator that repeats one short line perfectly diverse.
#   nltk sentence_bleu        1.2e-77
#   sacrebleu corpus_bleu     0.0
#   sacrebleu sentence_bleu   100.0
#   nltk, four words          1.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    nltk==3.10.4 sacrebleu==2.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import sacrebleu
from nltk.translate.bleu_score import sentence_bleu

warnings.filterwarnings("ignore")
line = "the red cat"
seen = [sentence_bleu([line.split()], line.split()), sacrebleu.corpus_bleu([line], [[line]]).score,
        sacrebleu.sentence_bleu(line, [line]).score, sentence_bleu(["a b c d".split()], "a b c d".split())]
names = ["nltk sentence_bleu", "sacrebleu corpus_bleu", "sacrebleu sentence_bleu", "nltk, four words"]
for name, score in zip(names, seen):
    print(f"{name:24} {score:.3g}")
assert seen[0] < 1e-50 and seen[1] == 0 and abs(seen[2] - 100) < 1e-6 and seen[3] == 1
PYTHON
