#!/usr/bin/env bash
# monai 1.6.1: MMDMetric compares mean pictures alone, and a set with itself is below 0.
#
# A good guess: the maximum mean discrepancy is taken with a Gaussian kernel, is near 0 for equal distributions and
# large for others. Seen: without y_mapping there is no kernel but the product of pixels, and what is left is the
# squared distance of the two mean pictures: a generator with half of the contrast about the right mean, and one that
# draws plus and minus one single picture, are as good as fresh real pictures. A set against itself is not 0 but clearly
# below, as both sums leave out the pairs of equal pictures and the third does not.
#   1,000 noise pictures of 8x8 against      MMDMetric   with a Gaussian kernel, unbiased
#   1,000 others                             -0.04       0.000
#   others with half of the contrast         -0.02       0.075
#   one picture, plus and minus              -0.07       0.20
#   others + 0.5                             16.1        0.085
#   10 pictures against themselves           -14 or so
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 monai==1.6.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import torch
from monai.metrics import MMDMetric

torch.manual_seed(0)
real, fresh = torch.randn(2, 1000, 1, 8, 8)
signs = torch.tensor([1.0, -1.0]).repeat(500)[:, None, None, None]

def gaussian(x, y):
    x, y = x.flatten(1), y.flatten(1)
    kernel = lambda a, b: torch.exp(-torch.cdist(a, b) ** 2 / (2 * 64))
    within = sum((kernel(a, a).sum() - len(a)) / (len(a) * (len(a) - 1)) for a in (x, y))
    return (within - 2 * kernel(x, y).mean()).item()

generated = {"others": fresh, "half of the contrast": fresh / 2, "one picture, plus and minus": signs * fresh[:1],
             "others + 0.5": fresh + 0.5}
seen = {}
for name, pictures in generated.items():
    seen[name] = (MMDMetric()(real, pictures).item(), gaussian(real, pictures))
    print(f"{name:28} {seen[name][0]:7.3f}   Gaussian {seen[name][1]:.3f}")
assert all(abs(seen[name][0]) < 0.2 for name in list(seen)[:3]) and seen["others + 0.5"][0] > 10
assert abs(seen["others"][1]) < 0.01 and seen["half of the contrast"][1] > 0.01 < seen["one picture, plus and minus"][1]
themselves = MMDMetric()(real[:10], real[:10]).item()
print(f"10 pictures against themselves {themselves:.1f}")
assert themselves < -5
PYTHON
