#!/usr/bin/env bash
# fcd 1.2.2: the same molecules written in another order are as far away as others, and texts of no molecules closer.
#
# A good guess: get_fcd compares two sets of molecules: the same ones are 0 apart however their SMILES are written, and
# texts that are no molecules are an error or left out. Seen: it reads texts, letter by letter, and neither checks nor
# brings them to one form. A model that writes molecules in random order (a known augmentation) is as far off as one
# that never saw them; with a bracket left open behind each, none of them valid, the set is closer than fresh valid
# ones. fcd.canonical_smiles, of the same package, does both, and get_fcd does not call it.
#   1,500 molecules against                          FCD    valid
#   themselves                                       0.00   100 %
#   1,500 fresh ones, in canonical form              0.30   100 %
#   themselves, written from a random atom           0.31   100 %
#   themselves, with "(" behind each                 0.20   0 %
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    fcd==1.2.2 torch==2.13.0 rdkit==2026.9.1 selfies==2.2.0 numpy==2.4.6 scipy==1.17.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import random
import warnings

warnings.filterwarnings("ignore")
import selfies
from fcd import canonical_smiles, get_fcd, load_ref_model
from rdkit import Chem, RDLogger

RDLogger.DisableLog("rdApp.*")
random.seed(0)
model = load_ref_model()
alphabet = ["[C]", "[C]", "[C]", "[=C]", "[N]", "[=N]", "[O]", "[=O]", "[S]", "[F]", "[Branch1]", "[Ring1]"]

def molecules(count):
    found = []
    while len(found) < count:
        molecule = Chem.MolFromSmiles(selfies.decoder("".join(random.choices(alphabet, k=20))))
        if molecule and molecule.GetNumAtoms() > 6:
            found.append(Chem.MolToSmiles(molecule))
    return found

Chem.rdBase.SeedRandomNumberGenerator(0)
real, fresh = molecules(1500), molecules(1500)
other = [Chem.MolToRandomSmilesVect(Chem.MolFromSmiles(text), 1, randomSeed=1)[0] for text in real]
sets = {"themselves": real, "fresh": fresh, "random order": other, "with a bracket": [text + "(" for text in real]}
seen = {}
for name, texts in sets.items():
    valid = sum(Chem.MolFromSmiles(text) is not None for text in texts) / len(texts)
    seen[name] = get_fcd(real, texts, model)
    print(f"{name}: {seen[name]:.2f}, {valid:.0%} valid")
back = get_fcd(canonical_smiles(real), canonical_smiles(other), model)
print(f"random order, brought to one form: {back:.2f}")
assert abs(seen["themselves"]) < 0.01 and abs(back) < 0.01 and seen["random order"] > 0.5 * seen["fresh"]
assert 0.1 < seen["with a bracket"] < seen["fresh"]
PYTHON
