#!/usr/bin/env bash
# PyYAML 6.0.4: most ways of writing a small or large number in scientific notation give a string.
#
# A good guess, once one has heard that 1e-4 is text: write 1.0e5 and be safe. Seen: the exponent's sign is needed as
# well as the dot, so 1.0e5 and 1.5e3 stay strings while 1.0e-4 is a number; ruamel.yaml 0.19.1 (YAML 1.2) and OmegaConf
# read all of them as floats. A learning rate as a string fails late, or sorts and compares as text.
#   text     PyYAML    ruamel.yaml
#   1e-4     '1e-4'    0.0001
#   1.0e-4   0.0001    0.0001
#   1.0e5    '1.0e5'   100000.0
#   1.0e+5   100000.0  100000.0
#   1e5      '1e5'     100000.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    PyYAML==6.0.4 ruamel.yaml==0.19.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import yaml
from ruamel.yaml import YAML

expected = {"1e-4": ("1e-4", 1e-4), "1.0e-4": (1e-4, 1e-4), "1.0e5": ("1.0e5", 1e5), "1.0e+5": (1e5, 1e5),
            "1e5": ("1e5", 1e5)}
seen = {}
for text in expected:
    document = f"learning_rate: {text}"
    seen[text] = (yaml.safe_load(document)["learning_rate"],
                  YAML(typ="safe", pure=True).load(document)["learning_rate"])
    print(f"{text:8}", *(f"{value!r:9}" for value in seen[text]))
assert seen == expected
PYTHON
