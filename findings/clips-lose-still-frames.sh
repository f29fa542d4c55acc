#!/usr/bin/env bash
# imageio 2.38.1 with Pillow 13.0.0: a clip written as GIF, animated PNG or animated WebP comes back with fewer frames
# than were written, and a GIF of 60 frames a second runs at 100.
#
# A good guess: eight frames in, eight frames out, lossless formats especially. Seen: consecutive equal frames are
# merged into one that is shown longer, so stacks of generated clips cannot be read back as an array; and GIF counts
# hundredths of a second, rounded down: 16.7 ms becomes 10 ms.
#   8 frames, of which 3 + 2 are equal neighbours
#   gif   5 frames, 110 ms in all (133 ms asked for)
#   png   5 frames, 133 ms
#   webp  5 frames
#   all 8 different: 8 frames in each
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    imageio==2.38.1 pillow==13.0.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import imageio.v3 as imageio
import numpy as np
from PIL import Image

def clip(levels):
    return np.stack([np.full((8, 8, 3), level, np.uint8) for level in levels])

def duration(path):
    total = 0
    with Image.open(path) as picture:
        for frame in range(picture.n_frames):
            picture.seek(frame)
            total += picture.info.get("duration", 0)
    return total

still = clip([10, 50, 50, 50, 200, 200, 90, 10])
moving = clip([10, 20, 40, 60, 90, 120, 160, 200])
seen = {}
for kind, options in (("gif", {}), ("png", {}), ("webp", {"lossless": True})):
    path = f"clip.{kind}"
    imageio.imwrite(path, moving, duration=1000 / 60, **options)
    assert len(imageio.imread(path, index=...)) == 8
    imageio.imwrite(path, still, duration=1000 / 60, **options)
    seen[kind] = len(imageio.imread(path, index=...)), duration(path)
    print(f"{kind:5} {seen[kind][0]} frames, {seen[kind][1]:.0f} ms")
assert all(frames == 5 for frames, _ in seen.values())
assert seen["gif"][1] == 110 and round(seen["png"][1]) == 133
PYTHON
