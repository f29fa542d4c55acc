#!/usr/bin/env python3
"""The fault sweep: nothing that goes wrong may give wrong results in silence, lose what was recorded, or leave a file.

    swift build && python3 Tests/Faults/faults.py .build/debug/saddle --table Tests/Faults/README.md

Two tiny runs are trained, continued and skipped, while every system call on their results fails in turn, every file
is damaged in six ways in three states, signals come at random moments, and disks are too small (root alone). After
each the same command must end with the bytes of an undisturbed sweep. Needs strace. --sample 40 takes so many points,
always the same; the exit status is 1 where any point went wrong. --keep FILE notes outcomes as they come and does not
try again what stands there: so the whole can be done a piece at a time, points in random order. A file is of one
build of the program.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import calls
import damage
import disk
import signals
from place import States

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tables  # noqa: E402

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
    if disk.can_mount():
        for size in disk.sizes(whole):
            every.append(("disk too small", f"a disk of {size} kB", (disk.outcome, saddle, whole, size)))
    return every


class Known:
    """Outcomes by the labels of points: those of an earlier call with the same program, and what is found now."""

    def __init__(self, path, saddle):
        self.outcomes, self.file = {}, None
        if not path:
            return
        with open(saddle, "rb") as program:
            build = hashlib.sha256(program.read()).hexdigest()
        if os.path.exists(path):
            with open(path) as file:
                if json.loads(file.readline()) != build:
                    sys.exit(f"'{path}' is of another build of the program: remove it")
                for line in file:
                    label, *outcome = json.loads(line)
                    self.outcomes[label] = outcome
        self.file = open(path, "a")
        if not self.outcomes and self.file.tell() == 0:
            self.write(build)

    def note(self, label, kind, why):
        self.outcomes[label] = [kind, why]
        if self.file:
            self.write([label, kind, why])

    def write(self, value):
        self.file.write(json.dumps(value) + "\n")
        self.file.flush()


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
    options.add_argument("--keep", help="a file of outcomes, to go on from")
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
        known = Known(options.keep, saddle)
        left = [task for task in every if task[1] not in known.outcomes]
        if options.keep:
            random.Random(2).shuffle(left)
        with ThreadPoolExecutor(options.jobs) as pool:
            outcomes = pool.map(lambda task: task[2][0](*task[2][1:]), left)
            for done, ((_, label, _), (kind, why)) in enumerate(zip(left, outcomes), 1):
                if done % 200 == 0:
                    print(f"{done} of {len(left)}, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
                known.note(label, kind, why)
                if kind in BAD:
                    print(f"{kind}: {label}: {why}", flush=True)
    finally:
        states.remove()
    counts, bad = {}, 0
    for group, label, _ in every:
        kind, _ = known.outcomes[label]
        row = counts.setdefault(group, {})
        row[kind] = row.get(kind, 0) + 1
        bad += kind in BAD
    text = table(counts)
    print(f"\n{text}\n{bad} of {len(every)} went wrong, {time.monotonic() - start:.0f} s")
    if options.table:
        tables.replace(options.table, text)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
