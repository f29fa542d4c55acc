#!/usr/bin/env bash
# nibabel 5.4.2: a generated volume saved with the header of a scan has the scan's levels, 220 of 4096 here.
#
# A good guess: Nifti1Image(array, affine, header) takes places and units from the header, and how an array is stored
# from the array, as without a header. Seen: the header's type wins. Floats beside a header of uint8 are stored as 256
# levels between their smallest and largest value, with a slope and an offset, and without a word; get_fdata() still
# gives float64. The image in memory keeps every value, so nothing shows before the file is read again.
# set_data_dtype(array.dtype) keeps the values.
#   normal values, 16 x 16 x 16              different values   largest error
#   Nifti1Image(array, affine)               4095               0
#   Nifti1Image(array, affine, scan.header)  220                0.013
#   the same, one voxel of 1000              4                  1.97
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    nibabel==5.4.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import nibabel
import numpy as np

random = np.random.default_rng(0)
nibabel.save(nibabel.Nifti1Image(random.integers(0, 256, (16, 16, 16), dtype=np.uint8), np.eye(4)), "scan.nii")
scan = nibabel.load("scan.nii")
generated = random.normal(size=(16, 16, 16)).astype(np.float32)
bright = generated.copy()
bright[0, 0, 0] = 1000

def saved(array, header):
    image = nibabel.Nifti1Image(array, scan.affine, header)
    assert (image.get_fdata() == array).all()
    nibabel.save(image, "generated.nii")
    read = nibabel.load("generated.nii").get_fdata()
    return len(np.unique(read)), float(abs(read - array).max())

seen = {"no header": saved(generated, None), "scan's header": saved(generated, scan.header),
        "one voxel of 1000": saved(bright, scan.header)}
for name, (levels, error) in seen.items():
    print(f"{name:18} {levels:4} different values, largest error {error:.3f}")
assert len(np.unique(generated)) == seen["no header"][0] and seen["no header"][1] == 0
assert seen["scan's header"][0] <= 256 and seen["scan's header"][1] > 0.01
assert seen["one voxel of 1000"][0] < 10 and seen["one voxel of 1000"][1] > 1
PYTHON
