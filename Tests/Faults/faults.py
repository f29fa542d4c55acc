#!/usr/bin/env python3
"""The fault sweep: nothing that goes wrong may give wrong results in silence, lose what was recorded, or leave a file.

    swift build && python3 Tests/Faults/faults.py .build/debug/saddle --table Tests/Faults/README.md

Two tiny runs are trained, continued and skipped, while every system call on their results fails in turn, every file is
damaged in six ways in three states, and signals come at random moments. After each the same command must end with the
bytes of an undisturbed sweep. Needs strace. --sample 40 takes so many points, always the same; the exit status is 1
where any point went wrong.
"""

import argparse
import os
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import calls
import damage
import signals
from place import States

BAD = ["silent", "lost", "foreign", "crash", "hangs", "late", "unnamed"]
GOOD = ["unharmed", "told", "mended", "continued"]


def tasks(saddle, states):
    """(group, label, what to do), all of them."""
    whole, every = states.whole, []
    starts = {"first run": None, "continued": states.interrupted, "all done": states.finished}
    for state, start in starts.items():
        for point in calls.points(saddle, start):
            for fault in calls.faults(point[0]):
                label = f"{state}: {fault} at {point[0]} {point[2]} of {point[1]}"
                every.append((f"{fault}, {state}", label, (calls.outcome, saddle, start, whole, point, fault)))
    kept = {"interrupted": states.interrupted, "killed": states.killed, "finished": states.finished}
    for state, start in kept.items():
        for name in names(start):
            for way in damage.WAYS:
                label = f"{state}: {name}, {way}"
                every.append((f"file damaged, {state}", label, (damage.outcome, saddle, start, whole, name, way)))
    for name in signals.SIGNALS:
        for number in range(12):
            every.append((f"SIG{name}", f"SIG{name} {number}", (signals.outcome, saddle, whole, name, number, 0.4)))
    for number in range(12):
        every.append(("two programs at once", f"two at once {number}", (signals.two_at_once, saddle, whole, number)))
    return every


def names(start):
    found = []
    for folder, _, files in os.walk(start):
        found += [os.path.relpath(f"{folder}/{name}", start) for name in files]
    return sorted(found)


def table(counts):
    columns = [kind for kind in GOOD + BAD if any(kind in row for row in counts.values())]
    columns += [kind for kind in ("silent", "lost", "foreign") if kind not in columns]
    lines = ["| fault | points | " + " | ".join(columns) + " |", "|---|---:|" + "---:|" * len(columns)]
    rows = {**counts, "**all**": {}}
    for row in counts.values():
        for kind, count in row.items():
            rows["**all**"][kind] = rows["**all**"].get(kind, 0) + count
    for group, row in rows.items():
        cells = [str(row.get(kind, 0)) for kind in columns]
        lines.append(f"| {group} | {sum(row.values())} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("saddle")
    options.add_argument("--sample", type=int, help="points to take; all without")
    options.add_argument("--only", default="", help="points whose label holds this text")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--table", help="a file whose table is replaced, between two comments")
    options = options.parse_args()
    if not shutil.which("strace"):
        sys.exit("strace is not installed: nothing was tried")
    saddle, start = os.path.abspath(options.saddle), time.monotonic()
    states = States(saddle)
    try:
        every = [task for task in tasks(saddle, states) if options.only in task[1]]
        if options.sample:
            every = sorted(random.Random(1).sample(every, min(options.sample, len(every))), key=lambda task: task[:2])
        print(f"{len(every)} points", flush=True)
        counts, bad = {}, 0
        with ThreadPoolExecutor(options.jobs) as pool:
            outcomes = pool.map(lambda task: task[2][0](*task[2][1:]), every)
            for done, ((group, label, _), (kind, why)) in enumerate(zip(every, outcomes), 1):
                if done % 200 == 0:
                    print(f"{done} of {len(every)}, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
                row = counts.setdefault(group, {})
                row[kind] = row.get(kind, 0) + 1
                if kind in BAD:
                    bad += 1
                    print(f"{kind}: {label}: {why}", flush=True)
    finally:
        states.remove()
    text = table(counts)
    print(f"\n{text}\n{bad} of {len(every)} went wrong, {time.monotonic() - start:.0f} s")
    if options.table:
        write(options.table, text)
    sys.exit(1 if bad else 0)


def write(path, text):
    begin, end = "<!-- table -->\n", "<!-- end -->\n"
    with open(path) as file:
        old = file.read()
    with open(path, "w") as file:
        file.write(old[: old.index(begin) + len(begin)] + text + old[old.index(end):])


if __name__ == "__main__":
    main()
