#!/usr/bin/env python3
"""Holds the memory that `saddle check` states against what `saddle run` takes.

    swift build -c release --product saddle && python3 Tests/Memory/memory.py .build/release/saddle

Every experiment is shortened to 40 iterations and critics to 200 updates, neither of which the peak depends on, and of
a sweep all settings are trained once, against the most that is stated of any. --files: also tables of 1 GB, which are
made in a temporary folder. --table FILE replaces the table between two comments. The exit status is 1 where an estimate
is off by more than a fifth.
"""

import argparse
import glob
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tables  # noqa: E402

SHORT = ["training.iterations=40", "evaluation.every=20", "evaluation.critic.iterations=200", "sweep.seeds=1"]
UNITS = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9}
ALLOWED = 0.2


# A process counts as its own the memory of the one that started it, until it runs a program of its own; so what is
# measured is started by an interpreter that has nothing loaded.
START = """import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def peak(command, cwd=None):
    """-> exit status, output, bytes of memory at the peak"""
    program = subprocess.run(
        [sys.executable, "-I", "-S", "-c", START, *command], cwd=cwd, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=True)
    *output, last = program.stdout.splitlines()
    status, bytes = last.split()
    return int(status), "\n".join(output), int(bytes)


def stated(output):
    """The most that `saddle check` says of any run, in bytes."""
    lines = re.findall(r"memory at the peak, the data included: (.*)", output)
    sizes = [float(n) * UNITS[unit] for line in lines for n, unit in re.findall(r"([\d.]+) ?([kMG]?)B", line)]
    return max(sizes)


def shipped(top):
    """Names of the experiments that are shipped, but for those on data that nobody may ship."""
    paths = sorted(glob.glob(f"{top}/experiments/**/*.yaml", recursive=True))
    names = [os.path.relpath(path, f"{top}/experiments")[: -len(".yaml")] for path in paths]
    return [name for name in names if not name.startswith("elsewhere/")]


def experiment(saddle, top, name):
    """-> bytes stated and taken, or None where it cannot be trained here."""
    if name == TABLE:
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/table.csv", "w") as file:
                file.write(",".join(f"c{column}" for column in range(50)) + "\n")
                numbers = random.Random(1)
                for _ in range(100_000):
                    file.write(",".join(f"{numbers.gauss(0, 1):.6g}" for _ in range(50)) + "\n")
            with open(f"{folder}/table.yaml", "w") as file:
                file.write(OF_TABLE)
            return held(saddle, top, f"{folder}/table.yaml")
    return held(saddle, top, f"{top}/experiments/{name}.yaml")


def held(saddle, top, path):
    settings = [part for setting in SHORT for part in ("--set", setting)]
    status, output, _ = peak([saddle, "check", path, *settings], top)
    if status:
        return None, output.splitlines()[0]
    said = stated(output)
    # Those of small runs differ a little from one to the next.
    turns = 3 if said < 200e6 else 1
    taken = 0
    for _ in range(turns):
        with tempfile.TemporaryDirectory() as folder:
            status, output, peaked = peak(
                [saddle, "run", path, "--results", folder, "--threads", "2", "--jobs", "1", "--quiet", *settings], top)
        if status not in (0, 1):
            return None, f"exit {status}: {output[-200:]}"
        taken = max(taken, peaked)
    return (said, taken), None


# Of which reading takes most: nearly every cell is a text of its own.
TABLE = "a table of 100,000 rows of 50 numbers"
OF_TABLE = """\
name: table
data: {dataset: table, path: table.csv}
noise: {dimension: 2}
generator: {layers: [dense: 50]}
discriminator: {layers: [dense: 1]}
training: {iterations: 10, batch_size: 4}
evaluation: {samples: 100, metrics: none}
sweep: {seeds: 1}
"""


def write_large(kind, path):
    """A table of 1 GB: of numbers in a hundred columns, of measurements, or of runs."""
    numbers = random.Random(1)
    if kind == "data":
        head = ",".join(f"c{column}" for column in range(100)) + "\n"
        block = "".join(",".join(f"{numbers.gauss(0, 1):.6f}" for _ in range(100)) + "\n" for _ in range(1000))
        rows = lambda _: block
    elif kind == "metrics":
        head = "iteration,accuracy,distance,d_loss,g_loss\r\n"
        rows = lambda first: "".join(
            f"{k},0.5{k % 1000:03d},0.01{k % 977:03d},1.386294361119,0.6931471805599\r\n"
            for k in range(first, first + 9000))
    else:
        head = "run,status,accuracy,noise.dimension\r\n"
        text = "x" * 10_000
        rows = lambda first: "".join(f"r{k},complete,0.5,{text}\r\n" for k in range(first, first + 9000))
    with open(path, "w") as file:
        size, first = file.write(head), 0
        while size < 1_000_000_000:
            size += file.write(rows(first))
            first += 9000


EXPERIMENT = """\
name: large
data: {dataset: csv, path: data.csv, columns: [c0, c1]}
noise: {dimension: 2}
generator: {layers: [dense: 2]}
discriminator: {layers: [dense: 1]}
training: {iterations: 10, batch_size: 4}
"""


def files(saddle):
    """(what, exit status, bytes) for each table of 1 GB."""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/large.yaml", "w") as file:
            file.write(EXPERIMENT)
        for kind, command in [
            ("data", ["check", "large.yaml"]), ("metrics", ["compare", "metrics.csv"]),
            ("runs", ["compare", "runs.csv"]),
        ]:
            write_large(kind, f"{folder}/{kind}.csv")
            status, _, taken = peak([saddle, *command], folder)
            os.remove(f"{folder}/{kind}.csv")
            yield f"saddle {' '.join(command)}", status, taken


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("saddle")
    options.add_argument("experiments", nargs="*", help="default: all that are shipped")
    options.add_argument("--files", action="store_true", help="also tables of 1 GB")
    options.add_argument("--table", help="a file whose table is replaced")
    options = options.parse_args()
    saddle, top = os.path.abspath(options.saddle), os.path.abspath(f"{os.path.dirname(__file__)}/../..")
    lines, bad = ["| experiment | stated, MB | taken, MB | stated / taken |", "|---|---:|---:|---:|"], 0
    print("\n".join(lines), flush=True)
    for name in options.experiments or [*shipped(top), TABLE]:
        sizes, problem = experiment(saddle, top, name)
        if not sizes or problem:
            print(f"{name}: {problem}", file=sys.stderr, flush=True)
            bad += 1
            continue
        said, taken = sizes
        bad += abs(said / taken - 1) > ALLOWED
        lines.append(f"| {name} | {said / 1e6:.0f} | {taken / 1e6:.0f} | {said / taken:.2f} |")
        print(lines[-1], flush=True)
    if options.files:
        lines += ["", "| of a table of 1 GB | exit status | taken, MB |", "|---|---:|---:|"]
        for what, status, taken in files(saddle):
            lines.append(f"| `{what}` | {status} | {taken / 1e6:.0f} |")
            print(lines[-1], flush=True)
            bad += taken > 100e6
    if options.table:
        tables.replace(options.table, "\n".join(lines) + "\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
