#!/usr/bin/env bash
# dython 0.7.12: Cramer's V of a column of two categories and its copy is not 1.
#
# A good guess: V is 1 where one column says the other, whatever the number of categories, the more so with the bias
# correction, which is on. Seen: for two categories each scipy's continuity correction is applied as well, as its
# default; a flag and its copy have 0.89 in 20 rows and 0.98 in 100, a column of four categories and its copy have 1.
# In a matrix of associations, real beside synthetic, flags look less tied than others, and small samples less than
# large ones.
#   rows   two categories   without bias correction   four categories   Theil's U, two categories
#   8      0.70             0.75                      1.00              1.00
#   20     0.89             0.90                      1.00              1.00
#   100    0.98             0.98                      1.00              1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    dython==0.7.12 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from dython.nominal import cramers_v, theils_u

seen = {}
for rows in (8, 20, 100):
    flag, letter = ["a", "b"] * (rows // 2), list("abcd") * (rows // 4)
    seen[rows] = (cramers_v(flag, flag), cramers_v(flag, flag, bias_correction=False), cramers_v(letter, letter),
                  theils_u(flag, flag))
    print(f"{rows:3} rows:", *(f"{value:.2f}" for value in seen[rows]))
for rows, (corrected, plain, four, theil) in seen.items():
    assert abs(plain - (1 - 2 / rows)) < 1e-6 and corrected < plain and abs(four - 1) < 1e-6 and abs(theil - 1) < 1e-6
PYTHON
