"""How a peer is asked for a turn: a line with seconds on its standard input, a line of JSON on its output."""

import json
import statistics
import sys
import time


def seconds(iterate):
    """The least that an iteration takes, of three."""
    iterate()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        iterate()
        times.append(time.perf_counter() - start)
    return min(times)


def serve(version, iterate, finish=lambda: None):
    """Says hello after a warm-up, then answers until the input ends.

    iterate: does one iteration. finish: waits for all that was started.
    """
    for _ in range(3):
        iterate()
    finish()
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        print(json.dumps(measure(float(line), iterate, finish)), flush=True)


def measure(seconds, iterate, finish):
    def piece(count):
        start = time.perf_counter()
        for _ in range(count):
            iterate()
        finish()
        return (time.perf_counter() - start) / count

    start = time.perf_counter()
    count = 1
    while (estimate := piece(count)) * count < 0.05 * seconds:
        count *= 2
    count = max(1, int(0.1 * seconds / estimate))
    pieces = [piece(count)]
    while time.perf_counter() - start < seconds:
        pieces.append(piece(count))
    return {"milliseconds": 1e3 * statistics.median(pieces)}
