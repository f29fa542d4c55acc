#!/usr/bin/env bash
# laspy 2.7.0: a point cloud within the unit cube keeps 100 places a side, and one a tenth as large is a handful of
# points.
#
# A good guess: coordinates given as float64 are kept to float32 at least, as PLY and XYZ files do. Seen: LAS stores
# whole numbers times a scale, and the scale of laspy.create() and LasHeader() is 0.01, made for metres on a map.
# Generated clouds are scaled to the unit cube or sphere: their points move by up to 0.005 to a grid, two points become
# one, and a Chamfer distance sees the grid. There is no warning, and the setting that looks right does nothing:
# header.scales of a cloud that was created is what the file then claims, while the points stay on their grid.
# change_scaling() before the coordinates are given, or a LasHeader with its scales set, keeps them.
#   10,000 points of a sphere of radius              places left   furthest move of a coordinate
#   0.5                                              8,639         0.005
#   0.05                                             414           0.005
#   0.5, create().header.scales = 1e-6               8,639         0.005, and the file says 1e-6
#   0.5, create().change_scaling(1e-6)               10,000        0.0000005
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    laspy==2.7.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import laspy
import numpy as np

random = np.random.default_rng(0)
sphere = random.normal(size=(10_000, 3))
sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)

def there_and_back(points, way):
    cloud = laspy.create()
    if way == "header.scales":
        cloud.header.scales = [1e-6] * 3
    if way == "change_scaling":
        cloud.change_scaling([1e-6] * 3)
    cloud.xyz = points
    cloud.write("cloud.las")
    return laspy.read("cloud.las")

seen = {}
for radius, way in ((0.5, None), (0.05, None), (0.5, "header.scales"), (0.5, "change_scaling")):
    points = radius * sphere
    back = there_and_back(points, way)
    seen[radius, way] = len(np.unique(back.xyz, axis=0)), np.abs(back.xyz - points).max(), back.header.scales[0]
    places, moved, scale = seen[radius, way]
    print(f"radius {radius}, {way}: {places} places, moved by up to {moved:.2g}, the file says {scale}")
assert seen[0.5, None][0] < 9_500 and seen[0.05, None][0] < 1_000 and seen[0.05, None][1] > 0.0049
assert seen[0.5, "header.scales"][1] > 0.0049 and seen[0.5, "header.scales"][2] == 1e-6
assert seen[0.5, "change_scaling"][0] > 9_990 and seen[0.5, "change_scaling"][1] < 1e-6
PYTHON
