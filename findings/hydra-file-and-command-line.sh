#!/usr/bin/env bash
# hydra-core 1.3.8 with omegaconf 2.3.1: the same value means different things in the config file and on the command
# line, so a run repeated from its recorded overrides is not always the run of the file.
#
# A good guess: `seed=010` on the command line is what `seed: 010` is in the file. Seen: two grammars.
#   text   in the file  on the command line
#   010    8            '010'
#   1:30   90           '1:30'
#   0x10   16           '0x10'
#   yes    True         'yes'
#   off    False        'off'
#   nan    'nan'        nan
#   inf    'inf'        inf
#   .inf   inf          '.inf'
#   1e-4   0.0001       0.0001    (this one agrees, unlike PyYAML's)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    hydra-core==1.3.8 omegaconf==2.3.1 PyYAML==6.0.4
cd "$folder"
venv/bin/python - <<'PYTHON'
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import OmegaConf

parser = OverridesParser.create()
expected = {"010": "8 '010'", "1:30": "90 '1:30'", "0x10": "16 '0x10'", "yes": "True 'yes'", "off": "False 'off'",
            "nan": "'nan' nan", "inf": "'inf' inf", ".inf": "inf '.inf'", "1e-4": "0.0001 0.0001"}
seen = {}
for text in expected:
    in_file = OmegaConf.create(f"value: {text}")["value"]
    on_line = parser.parse_override(f"value={text}").value()
    seen[text] = f"{in_file!r} {on_line!r}"
    print(f"{text:6} {in_file!r:12} {on_line!r}")
assert seen == expected
PYTHON
