"""Jensen-Shannon divergences of runs of characters, by SciPy: the numbers of NGramTests.swift. Run with SciPy 1.17:

    python3 Tests/EquilibriumTests/Metrics/ngrams.py
"""

from collections import Counter

from scipy.spatial.distance import jensenshannon

GENERATED = ["abba", "ab", "cab", "cccc", "b", "abba"]
HELD_OUT = ["abba", "ba", "cab", "acab", "bbb"]

for n in range(1, 5):
    # The end of a text is a character.
    counts = [Counter(t[i:i + n] for t in (x + "$" for x in texts) for i in range(len(t) - n + 1))
              for texts in (GENERATED, HELD_OUT)]
    runs = sorted(set(counts[0]) | set(counts[1]))
    print(n, repr(jensenshannon(*([c[r] for r in runs] for c in counts)) ** 2))
