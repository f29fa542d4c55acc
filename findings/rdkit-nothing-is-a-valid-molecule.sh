#!/usr/bin/env bash
# rdkit 2026.9.1: an empty text is a valid molecule, and so is a valid one with anything behind a space.
#
# A good guess: MolFromSmiles gives None for what is no molecule, so the share of texts that are not None is the
# validity of a generator. Seen: "" is a molecule of no atoms, and what follows a space, tab or line break is taken for
# its name and not read. A generator that ends every text at once has a validity of 100 %, and one that writes a space
# early gains whatever nonsense comes after it. Count atoms, and refuse texts with white space.
#   text           atoms    text            atoms
#   ""             0        "C1CC"          None
#   "CCO"          3        "CCO xyz)))"    3
#   "xyz"          None     "CCO\nC1CC"     3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    rdkit==2026.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from rdkit import Chem, RDLogger

RDLogger.DisableLog("rdApp.*")
expected = {"": 0, "CCO": 3, "xyz": None, "C1CC": None, "CCO xyz)))": 3, "CCO\nC1CC": 3, "CCO\t\x01": 3}
for text, atoms in expected.items():
    molecule = Chem.MolFromSmiles(text)
    seen = None if molecule is None else molecule.GetNumAtoms()
    print(f"{text!r:14} atoms {seen}")
    assert seen == atoms
assert Chem.MolToSmiles(Chem.MolFromSmiles("CCO xyz)))")) == "CCO"
PYTHON
