"""Makes Expected.swift again: what NumPy, SciPy and scikit-learn say of fixed samples.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python expected.py > Expected.swift
"""

import warnings

import numpy as np
import scipy.linalg
import scipy.spatial.distance as distance
import scipy.special
import scipy.stats
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

MASK = 2**64 - 1


def splitmix(x):
    """Output x of SplitMix64 (Steele, Lea & Flood 2014), as in MetricFixtures.swift."""
    z = (x + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def uniform(index):
    return (splitmix(index) >> 44) / 2**20


def bell(seed, rows, columns, shift=0.0):
    """Sums of four uniform numbers, about normal, exact in single precision."""
    start = seed * 1_000_000
    values = [
        sum(uniform(start + 4 * i + j) for j in range(4)) - 2 + shift for i in range(rows * columns)
    ]
    return np.array(values).reshape(rows, columns)


def directions(seed, rows, columns):
    v = np.array([uniform(seed * 1_000_000 + i) - 0.5 for i in range(rows * columns)]).reshape(rows, columns)
    return v / np.linalg.norm(v, axis=1, keepdims=True)


expected = {}

real, generated, training = bell(1, 40, 3), bell(2, 30, 3, 0.25), bell(3, 50, 3)

# Sliced Wasserstein, orders 1 and 2, along 7 directions.
theta = directions(4, 7, 3)
w1 = [scipy.stats.wasserstein_distance(real @ t, generated @ t) for t in theta]
expected["slicedOrder1"] = np.mean(w1)
# Both samples repeated to 120 points, sorted, are their quantile functions.
w2 = [np.mean((np.repeat(np.sort(real @ t), 3) - np.repeat(np.sort(generated @ t), 4)) ** 2) for t in theta]
expected["slicedOrder2"] = np.sqrt(np.mean(w2))

# Unbiased squared MMD with the median heuristic, and with a bandwidth of 0.5.
median = np.median(distance.pdist(real))
expected["bandwidth"] = median
for name, sigma in [("mmdMedian", median), ("mmdHalf", 0.5)]:
    gamma = 1 / (2 * sigma**2)
    m, n = len(real), len(generated)
    kxx, kyy = rbf_kernel(real, gamma=gamma), rbf_kernel(generated, gamma=gamma)
    expected[name] = (
        (kxx.sum() - np.trace(kxx)) / (m * (m - 1))
        + (kyy.sum() - np.trace(kyy)) / (n * (n - 1))
        - 2 * rbf_kernel(real, generated, gamma=gamma).mean()
    )

# Precision, recall, density, coverage of the first 30 of each, k = 5.
k, x, y = 5, real[:30], 0.75 * bell(8, 30, 3) + 0.625
# The nearest neighbour of a point among its own kind is the point itself.
radius_x = NearestNeighbors(n_neighbors=k + 1).fit(x).kneighbors(x)[0][:, -1]
radius_y = NearestNeighbors(n_neighbors=k + 1).fit(y).kneighbors(y)[0][:, -1]
d = distance.cdist(x, y)
expected["precision"] = (d <= radius_x[:, None]).any(axis=0).mean()
expected["recall"] = (d <= radius_y[None, :]).any(axis=1).mean()
expected["density"] = (d <= radius_x[:, None]).sum(axis=0).mean() / k
expected["coverage"] = (d.min(axis=1) <= radius_x).mean()

# Nearest training samples.
near = lambda s: np.median(NearestNeighbors(n_neighbors=1).fit(training).kneighbors(s)[0])
expected["nearestDistance"] = near(generated)
expected["nearestRatio"] = near(generated) / near(real)

# Modes at the corners of a square, of standard deviation 0.25.
corners = np.array([[-1.0, -1], [1, -1], [-1, 1], [1, 1]])
points = bell(5, 60, 2)
points = np.where(points > 0, points + 0.5, points - 0.5)
# None to the upper right.
points[:, 1] = np.where(points[:, 0] > 0, -np.abs(points[:, 1]), points[:, 1])
d = distance.cdist(points, corners)
counts = np.bincount(d.argmin(axis=1)[d.min(axis=1) <= 0.75], minlength=4)
expected["modesCovered"] = np.count_nonzero(counts)
expected["highQualityShare"] = counts.sum() / 60
expected["modeReverseKL"] = scipy.stats.entropy(counts, np.ones(4))

# Squared Fréchet distance between normal distributions.
a, b = bell(6, 40, 5), bell(7, 30, 5, 0.25)
b[:, 1] += b[:, 0]
ca, cb = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
mean = a.mean(axis=0) - b.mean(axis=0)
expected["frechet"] = mean @ mean + np.trace(ca + cb - 2 * scipy.linalg.sqrtm(ca @ cb).real)

# Cross-entropy of softmax over 5 classes, summed over 40 rows, and its gradient at the first two logits.
logits, labels = 3 * a, np.arange(40) % 5
probabilities = scipy.special.softmax(logits, axis=1)
expected["crossEntropy"] = log_loss(labels, probabilities, normalize=False)
expected["crossEntropySlope0"] = probabilities[0, 0] - 1
expected["crossEntropySlope1"] = probabilities[0, 1]

# Mean log density under a mixture of normal distributions, and after seven steps of EM on other samples.
points, others = bell(21, 50, 2) + np.repeat([[-1, 0.5], [1.5, 0]], 25, axis=0), bell(22, 40, 2, 0.25)
weights, means, variances = [0.5, 0.25, 0.25], [[-1, 0], [1, 1], [0.5, -1]], [[0.5, 1], [1, 0.25], [2, 0.5]]
mixture = GaussianMixture(
    3, covariance_type="diag", tol=0, max_iter=7, weights_init=weights, means_init=means,
    precisions_init=1 / np.array(variances),
)
density = sum(
    w * scipy.stats.multivariate_normal(m, np.diag(v)).pdf(others) for w, m, v in zip(weights, means, variances)
)
expected["mixtureDensity"] = np.log(density).mean()
with warnings.catch_warnings():
    # It has not converged after seven steps: that is the point.
    warnings.simplefilter("ignore")
    expected["fittedDensity"] = mixture.fit(points).score(others)

# A judge of 2 x 2 images with fixed parameters: dense layers of 256, 64 and 5, leaky ReLU between.
def dense(seed, inputs, outputs, scale):
    # Exact in single precision: the scales are powers of two.
    weights = [scale * (uniform(seed * 1_000_000 + i) - 0.5) for i in range(inputs * outputs)]
    return np.array(weights).reshape(outputs, inputs)


def judged(images):
    leaky = lambda v: np.where(v > 0, v, 0.2 * v)
    features = leaky(leaky(images @ dense(11, 4, 256, 2).T) @ dense(12, 256, 64, 0.25).T)
    # The last class is never the most probable one.
    return features, scipy.special.softmax(features @ dense(20, 64, 5, 2).T - [0, 0, 0, 0, 8], axis=1)


(fa, _), (fb, p) = judged(bell(14, 120, 4)), judged(bell(15, 100, 4, 0.25))
mean = fa.mean(axis=0) - fb.mean(axis=0)
ca, cb = np.cov(fa, rowvar=False), np.cov(fb, rowvar=False)
# sqrtm is unsure of singular matrices; the trace of the root is the sum of the roots of the eigenvalues.
roots = np.sqrt(np.maximum(np.linalg.eigvals(ca @ cb).real, 0)).sum()
expected["judgeFrechet"] = mean @ mean + np.trace(ca + cb) - 2 * roots
winners = np.bincount(p.argmax(axis=1), minlength=5)
expected["judgeClassesCovered"] = np.count_nonzero(winners)
expected["judgeClassEntropy"] = scipy.stats.entropy(winners)
expected["judgeConfidence"] = p.max(axis=1).mean()

# The median of all pairs' slopes, with Sen's interval.
x = np.cumsum([1 + uniform(16_000_000 + i) for i in range(21)])
y = 0.5 + 0.03125 * x + 0.25 * bell(17, 21, 1)[:, 0]
expected["slope"], _, expected["slopeLower"], expected["slopeUpper"] = scipy.stats.theilslopes(y, x, 0.95)

# Area under the ROC curve, with ties.
positive, negative = np.round(4 * bell(18, 40, 1, 0.25)), np.round(4 * bell(19, 30, 1))
expected["areaUnderCurve"] = roc_auc_score(
    np.repeat([1, 0], [40, 30]), np.concatenate([positive, negative])[:, 0]
)

print("// Made by expected.py with NumPy, SciPy and scikit-learn.\nenum Expected {")
for name, value in expected.items():
    print(f"    static let {name}: Double = {float(value)!r}")
print("}")
