"""The expected values of SeedTestTests, by SciPy: python3 Tests/ReportingTests/seedtests.py"""
import numpy as np
from scipy import stats

A = np.array([0.42, 0.51, 0.47, 0.44, 0.55])
B = np.array([0.40, 0.46, 0.45, 0.41, 0.52])
C = np.array([0.61, 0.58, 0.72])
MARGIN = 0.05


def two_one_sided(difference, error, degrees):
    lower = stats.t.sf((difference + MARGIN) / error, degrees)
    upper = stats.t.sf((MARGIN - difference) / error, degrees)
    return max(lower, upper)


paired = stats.ttest_rel(B, A)
d = B - A
interval = paired.confidence_interval()
print("paired", d.mean(), interval.low, interval.high, paired.pvalue,
      two_one_sided(d.mean(), d.std(ddof=1) / np.sqrt(len(d)), len(d) - 1))

welch = stats.ttest_ind(C, A, equal_var=False)
u, v = A.var(ddof=1) / len(A), C.var(ddof=1) / len(C)
degrees = (u + v) ** 2 / (u**2 / (len(A) - 1) + v**2 / (len(C) - 1))
interval = welch.confidence_interval()
print("welch", C.mean() - A.mean(), interval.low, interval.high, welch.pvalue,
      two_one_sided(C.mean() - A.mean(), np.sqrt(u + v), degrees))

p = [0.01, 0.04, 0.03, 0.005]
order = np.argsort(p)
adjusted = np.empty(4)
adjusted[order] = np.minimum(1, np.maximum.accumulate(np.array(p)[order] * np.arange(4, 0, -1)))
print("holm", adjusted.tolist())
