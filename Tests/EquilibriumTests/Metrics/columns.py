"""Distances and correlations of columns, by SciPy and NumPy: the numbers of ColumnEvidenceTests.swift. Run with SciPy
1.17:

    python3 Tests/EquilibriumTests/Metrics/columns.py
"""

import numpy
import scipy.stats

a = numpy.array([(i * 37 % 101) / 10 for i in range(50)])
b = numpy.array([(i * i % 89) / 9 for i in range(80)])
print(repr(scipy.stats.ks_2samp(a, b).statistic))
print(repr(numpy.corrcoef(a, b[:50])[0, 1]))
