"""Makes ExpectedPictures.swift again: what NumPy and SciPy say of fixed pictures, held against three public programs.

    python3 -m venv venv
    venv/bin/pip install numpy scipy scikit-image opencv-python-headless torch pytorch-msssim
    venv/bin/python pictures.py > ExpectedPictures.swift

The committed file is of numpy 2.4.6, scipy 1.17.1, scikit-image 0.26.0, opencv 5.0.0, torch 2.13.0 and pytorch-msssim
1.0.0. pytorch-msssim says what the similarity of pictures of one channel is that are large enough for five scales;
scikit-image what that of one scale is; OpenCV what a pyramid's levels of even size are.
"""

import cv2
import numpy as np
import pytorch_msssim
import scipy.ndimage
import scipy.signal
import scipy.stats
import torch
from skimage.metrics import structural_similarity

MASK = 2**64 - 1


def uniform(index):
    """SplitMix64 (Steele, Lea & Flood 2014), as in MetricFixtures.swift."""
    z = (np.asarray(index, np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(44)) / 2.0**20


def picture(seed, height, width, channels, base=1):
    """Blocks of 8x8 pixels that pictures of one base share, and noise; exact in single precision, from -1.25 to 1.25."""
    y, x, c = np.ogrid[:height, :width, :channels]
    blocks = uniform(base * 1_000_000 + ((y // 8) * 32 + x // 8) * channels + c)
    noise = uniform(seed * 1_000_000 + (y * width + x) * channels + c)
    return 1.25 * (0.5 * (2 * blocks - 1) + 0.5 * (2 * noise - 1))


WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])


def similarity(x, y):
    """Structure, and structure times luminance, of pictures from 0 to 1: means over places and channels."""
    size = min(11, *x.shape[:2])
    distance = np.arange(size) - (size - 1) / 2
    bell = np.exp(-(distance**2) / (2 * (1.5 * size / 11) ** 2))
    window = np.outer(bell, bell)[:, :, None] / bell.sum() ** 2
    mean = lambda values: scipy.signal.convolve(values, window, mode="valid", method="direct")
    mx, my = mean(x), mean(y)
    structure = (2 * (mean(x * y) - mx * my) + 0.03**2) / (mean(x * x) - mx**2 + mean(y * y) - my**2 + 0.03**2)
    luminance = (2 * mx * my + 0.01**2) / (mx**2 + my**2 + 0.01**2)
    return structure.mean(), (structure * luminance).mean()


def ms_ssim(x, y):
    x, y = (np.clip(p, -1, 1) / 2 + 0.5 for p in (x, y))
    scales = min(5, int(np.log2(min(x.shape[:2]))) + 1)
    weights = WEIGHTS if scales == 5 else WEIGHTS[:scales] / WEIGHTS[:scales].sum()
    product = 1
    for scale, weight in enumerate(weights):
        product *= max(0, similarity(x, y)[scale == scales - 1]) ** weight
        # A last line or column without a partner is left out.
        halve = lambda p: p[: p.shape[0] // 2 * 2, : p.shape[1] // 2 * 2].reshape(
            p.shape[0] // 2, 2, p.shape[1] // 2, 2, p.shape[2]
        ).mean(axis=(1, 3))
        x, y = halve(x), halve(y)
    return product


FILTER = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1])[:, :, None] / 256


def down(p):
    return scipy.ndimage.convolve(p, FILTER, mode="mirror")[::2, ::2]


def up(p, shape):
    zeros = np.zeros((2 * p.shape[0], 2 * p.shape[1], p.shape[2]))
    zeros[::2, ::2] = p
    return scipy.ndimage.convolve(zeros, 4 * FILTER, mode="mirror")[: shape[0], : shape[1]]


def pyramid(p):
    levels = []
    while (min(p.shape[:2]) + 1) // 2 >= 16:
        half = down(p)
        levels.append(p - up(half, p.shape))
        p = half
    return levels + [p]


def directions(seed, rows, columns):
    v = uniform(seed * 1_000_000 + np.arange(rows * columns)).reshape(rows, columns) - 0.5
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def patches(level, seed, count):
    """Of a level of each picture; a picture's places are two numbers after the other."""
    sides = [min(7, side) for side in level[0].shape[:2]]
    rows = []
    for index, p in enumerate(level):
        for patch in range(count):
            u = uniform(seed * 1_000_000 + 2 * (index * count + patch) + np.arange(2))
            y, x = (int(u[axis] * (p.shape[axis] - sides[axis] + 1)) for axis in range(2))
            rows.append(p[y : y + sides[0], x : x + sides[1]])
    rows = np.array(rows)
    rows = (rows - rows.mean(axis=(0, 1, 2))) / rows.std(axis=(0, 1, 2))
    return rows.reshape(len(rows), -1)


def swd(generated, real):
    distances = []
    for level, (x, y) in enumerate(zip(zip(*map(pyramid, generated)), zip(*map(pyramid, real)))):
        x, y = patches(x, 31 + level, 6), patches(y, 41 + level, 6)
        along = [scipy.stats.wasserstein_distance(x @ t, y @ t) for t in directions(51, 7, x.shape[1])]
        distances.append(1000 * np.mean(along))
    return distances


def check():
    """The formulas above against programs of other people."""
    x, y = (np.clip(picture(s, 192, 176, 1), -1, 1) / 2 + 0.5 for s in (2, 3))
    tensors = [torch.tensor(p.transpose(2, 0, 1)[None]) for p in (x, y)]
    theirs = pytorch_msssim.ms_ssim(*tensors, data_range=1).item()
    assert abs(theirs - ms_ssim(2 * x - 1, 2 * y - 1)) < 1e-6, theirs  # Its window is of single precision.
    _, places = structural_similarity(
        x[:, :, 0], y[:, :, 0], data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True
    )
    assert abs(places[5:-5, 5:-5].mean() - similarity(x, y)[1]) < 1e-9
    p = picture(4, 64, 48, 3)
    half = down(p)
    assert np.abs(cv2.pyrDown(p) - half).max() < 1e-12
    assert np.abs(cv2.pyrUp(half) - up(half, p.shape)).max() < 1e-12


check()
print("// Made by pictures.py with NumPy, SciPy, scikit-image, OpenCV and pytorch-msssim.\nenum ExpectedPictures {")
print("    static let similarity: [([Int], Double)] = [")
for shape in [(192, 176, 1), (64, 64, 3), (32, 32, 3), (28, 28, 1), (40, 27, 2), (8, 8, 1), (3, 5, 1)]:
    print(f"        ({list(shape)}, {float(ms_ssim(picture(2, *shape), picture(3, *shape)))!r}),")
print("    ]\n    static let distances: [([Int], [Double])] = [")
for shape in [(64, 64, 3), (67, 35, 1), (28, 28, 1), (8, 8, 2), (5, 9, 1)]:
    generated = [picture(5 + i, *shape, base=5 + i) for i in range(4)]
    real = [picture(15 + i, *shape, base=15 + i % 2) for i in range(5)]
    print(f"        ({list(shape)}, {[float(d) for d in swd(generated, real)]}),")
print("    ]\n}")
