#!/usr/bin/env bash
# auraloss 0.4.0: the spectral loss of a batch is not the mean of its clips' losses; loud clips decide.
#
# A good guess: STFTLoss and MultiResolutionSTFTLoss of a batch are the mean over its clips, so that validation does not
# depend on the batch size. Seen: spectral convergence, a quotient that is to make loudness cancel, divides the norms of
# the whole batch, in which quiet clips do not count: a generator of bad quiet clips is told that all is well. SISDRLoss
# and ESRLoss are means over clips.
#   noise of 0.05 on clips of 1, 0.1, 0.01 and 0.001   the batch   mean of the clips
#   STFTLoss                                           1.59        15.0
#   STFTLoss(w_sc=0)                                   1.51        1.51
#   SISDRLoss                                          3.4         3.4
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 auraloss==0.4.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import torch
from auraloss.freq import STFTLoss
from auraloss.time import SISDRLoss

torch.manual_seed(0)
clips = torch.randn(4, 1, 8192) * torch.tensor([1, 0.1, 0.01, 0.001])[:, None, None]
noisy = clips + 0.05 * torch.randn_like(clips)
seen = {}
for name, loss in (("STFTLoss", STFTLoss()), ("STFTLoss(w_sc=0)", STFTLoss(w_sc=0)), ("SISDRLoss", SISDRLoss())):
    each = [loss(noisy[i:i + 1], clips[i:i + 1]).item() for i in range(4)]
    seen[name] = (loss(noisy, clips).item(), sum(each) / 4)
    print(f"{name:17} batch {seen[name][0]:.2f}, mean of clips {seen[name][1]:.2f}")
assert seen["STFTLoss"][1] > 5 * seen["STFTLoss"][0]
assert all(abs(seen[name][0] / seen[name][1] - 1) < 1e-3 for name in ("STFTLoss(w_sc=0)", "SISDRLoss"))
PYTHON
