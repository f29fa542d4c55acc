#!/usr/bin/env bash
# orbax-checkpoint 0.12.8: an evaluation that is not a number has the best checkpoint deleted.
#
# A good guess: with best_fn, best_mode="min" and max_to_keep the checkpoints of the least FID stay, and one without a
# number is the worst. Seen: checkpoints are sorted by plain comparison, in which NaN stands wherever it happens to: it
# can be "best", and can part a better one from the end that is kept. The file of the best generator is gone, the one
# with NaN may have stayed, and best_step() names it. An infinite FID is sorted as it should be.
#   FID of steps 1 to ...   kept of       kept    best_step()
#   5, 3, 4.5, 4, 9         2             2, 4    2
#   5, 3, NaN, 4, 9         2             4, 5    4
#   5, 3, inf, 4, 9         2             2, 4    2
#   5, 3, 4, NaN            1             4       4 (NaN)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    orbax-checkpoint==0.12.8 jax==0.10.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import os
import jax.numpy as jnp
import orbax.checkpoint as ocp

logging.disable(logging.CRITICAL)
nan, inf = float("nan"), float("inf")

def kept(number, distances, count):
    options = ocp.CheckpointManagerOptions(max_to_keep=count, best_fn=lambda metrics: metrics["fid"], best_mode="min")
    with ocp.CheckpointManager(os.path.abspath(f"run{number}"), options=options) as manager:
        for step, distance in enumerate(distances, 1):
            manager.save(step, args=ocp.args.StandardSave({"weight": jnp.ones(2)}), metrics={"fid": distance})
        manager.wait_until_finished()
        return sorted(manager.all_steps()), manager.best_step()

seen = []
for number, (distances, count) in enumerate((([5, 3, 4.5, 4, 9], 2), ([5, 3, nan, 4, 9], 2), ([5, 3, inf, 4, 9], 2),
                                             ([5, 3, 4, nan], 1))):
    seen.append(kept(number, [float(distance) for distance in distances], count))
    print(f"FID {distances}, max_to_keep={count}: kept {seen[-1][0]}, best_step() {seen[-1][1]}")
assert seen == [([2, 4], 2), ([4, 5], 4), ([2, 4], 2), ([4], 4)]
PYTHON
