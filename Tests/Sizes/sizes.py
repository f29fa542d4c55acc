#!/usr/bin/env python3
"""Measures what commands take on sweeps of 1,000, 10,000 and 100,000 runs that are done:

    python3 Tests/Sizes/sizes.py .build/release/saddle --table Tests/Sizes/README.md

One run of a tiny sweep is trained. The results of all others are made of it, under the names and with the
configurations that the program itself plans for them: config.yaml and status.json are each run's own, the other files
are links to the trained run's. `saddle run` accepts them as done, and everything that reads results can be timed.

Fails where a command takes more than it may, by its processor time: a machine that does other work makes no difference.
A sweep of 100,000 runs needs 2 GB of disk, 1.7 million inodes and a few minutes.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SWEEP = """\
name: sizes
data: {{dataset: ring}}
noise: {{dimension: 2}}
generator:
  layers: [dense: 8, relu, dense: 2]
  optimizer: {{adam: {{learning_rate: 1e-3}}}}
discriminator:
  layers: [dense: 8, leaky_relu: 0.2, dense: 1]
  optimizer: {{adam: {{learning_rate: 1e-3}}}}
training: {{iterations: 20, batch_size: 16}}
evaluation: {{every: 10, samples: 160, critic: {{iterations: 20}}}}
sweep:
  grid:
    generator.optimizer.learning_rate: {rates}
    discriminator.optimizer.learning_rate: {rates}
    label_smoothing.real: [1.0, 0.95, 0.9, 0.85, 0.8]
  seeds: 10
"""

# Seconds and megabytes that a command on 100,000 runs may take.
LIMITS = {"run, nothing left": (2, None), "compare --top 50": (3, 300), "status": (2, None)}

MASK = (1 << 64) - 1
PRIMES = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def xxh64(data):
    """XXH64 with seed 0, as files of results are known by."""
    p1, p2, p3, p4, p5 = PRIMES

    def turned(x, bits):
        return (x << bits | x >> 64 - bits) & MASK

    def mixed(lane, word):
        return turned((lane + word * p2) & MASK, 31) * p1 & MASK

    def word(at, count=8):
        return int.from_bytes(data[at : at + count], "little")

    at, size = 0, len(data)
    if size >= 32:
        lanes = [(p1 + p2) & MASK, p2, 0, -p1 & MASK]
        while at <= size - 32:
            lanes = [mixed(lane, word(at + 8 * i)) for i, lane in enumerate(lanes)]
            at += 32
        value = sum(turned(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & MASK
        for lane in lanes:
            value = ((value ^ mixed(0, lane)) * p1 + p4) & MASK
    else:
        value = p5
    value = (value + size) & MASK
    while at <= size - 8:
        value = (turned(value ^ mixed(0, word(at)), 27) * p1 + p4) & MASK
        at += 8
    if at <= size - 4:
        value = (turned(value ^ word(at, 4) * p1 & MASK, 23) * p2 + p3) & MASK
        at += 4
    while at < size:
        value = turned(value ^ data[at] * p5 & MASK, 11) * p1 & MASK
        at += 1
    value = (value ^ value >> 33) * p2 & MASK
    value = (value ^ value >> 29) * p3 & MASK
    return value ^ value >> 32


try:
    # A hundred times as fast where it is installed.
    from xxhash import xxh64_hexdigest as hexadecimal
except ImportError:
    def hexadecimal(data):
        return f"{xxh64(data):016x}"


class Template:
    """The trained run, and how another's record follows from its."""

    def __init__(self, folder, copies):
        self.folder = folder
        self.copies = copies
        self.record = open(f"{folder}/status.json").read()
        own = json.loads(self.record)
        config = own["files"]["config.yaml"]
        data = open(f"{folder}/config.yaml", "rb").read()
        assert config == {"bytes": len(data), "checksum": hexadecimal(data)}
        self.record = self.record.replace(f'  "checksum" : "{own["checksum"]}",\n', "", 1)
        assert hexadecimal(self.record.encode()) == own["checksum"]
        self.config = re.compile(r'("config.yaml" : \{\s*"bytes" : )\d+(,\s*"checksum" : ")[0-9a-f]+')
        files = [os.path.relpath(f"{place}/{name}", folder) for place, _, names in os.walk(folder) for name in names]
        self.links = sorted(set(files) - {"config.yaml", "status.json"})
        self.folders = sorted({os.path.dirname(name) for name in files} - {""})
        self.count = 0

    def write(self, folder, config):
        """Makes the folder of another run."""
        os.makedirs(folder)
        for name in self.folders:
            os.mkdir(f"{folder}/{name}")
        # A file has so many names at most.
        if self.count % 50_000 == 0:
            target = f"{self.copies}-{self.count}"
            shutil.copytree(self.folder, target)
            self.folder = target
        self.count += 1
        for name in self.links:
            os.link(f"{self.folder}/{name}", f"{folder}/{name}")
        data = config.encode()
        record = self.config.sub(rf"\g<1>{len(data)}\g<2>{hexadecimal(data)}", self.record)
        record = record.replace("{\n", f'{{\n  "checksum" : "{hexadecimal(record.encode())}",\n', 1)
        for name, content in [("config.yaml", data), ("status.json", record.encode())]:
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)


def measured(command, folder):
    """What a command prints, and the seconds, processor seconds and megabytes that it takes."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}\n{text[-2000:]}")
    return text, time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rates(count):
    return "[" + ", ".join(f"{(k + 1) * 1e-4:.4g}" for k in range(count)) + "]"


def make(saddle, count, folder):
    """Makes a sweep's file and results in a folder."""
    side = {1000: (2, 10), 10_000: (20, 10), 100_000: (20, 100)}.get(count)
    if side is None:
        sys.exit("1000, 10000 or 100000 runs can be measured")
    text = SWEEP.format(rates="RATES").replace("RATES", rates(side[0]), 1).replace("RATES", rates(side[1]), 1)
    with open(f"{folder}/sizes.yaml", "w") as file:
        file.write(text)
    plan = re.search("plan: (.*)", measured([saddle, "run", "sizes.yaml", "--plan-only"], folder)[0])[1]
    measured([saddle, "run", "--plan", plan, "--index", "0"], folder)
    results = f"{folder}/results/sizes"
    trained = next(place for place, _, names in os.walk(results) if "status.json" in names)
    template = Template(trained, f"{folder}/template")
    isSharded = os.path.dirname(trained) != results
    start = time.monotonic()
    for line in open(f"{folder}/{plan}"):
        if not line.startswith('{"index":') or line.startswith('{"index":0,'):
            continue
        run = json.loads(line)
        shard = f"+{run['run'][-8:-6]}/" if isSharded else ""
        template.write(f"{results}/{shard}{run['run']}", run["config"])
    print(f"{count:,} runs made in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def measure(saddle, count, folder):
    """The commands' figures on a sweep of so many runs."""
    commands = [
        ("check", ["check", "sizes.yaml"]), ("run, everything read", ["run", "sizes.yaml"]),
        ("run, nothing left", ["run", "sizes.yaml"]), ("compare --top 50", ["compare", "results/sizes", "--top", "50"]),
        ("status", ["status", "results/sizes"]),
    ]
    for name, command in commands:
        said, seconds, processor, megabytes = measured([saddle, *command], folder)
        if command[0] == "run" and "skipped" not in said or command[0] == "status" and f"{count:,} done" not in said:
            sys.exit(f"{name}: not all runs are taken for done\n{said[-2000:]}")
        print(f"{name}: {processor:.2f} s of processor time, {seconds:.2f} s, {megabytes:.0f} MB", file=sys.stderr)
        yield name, processor, seconds, megabytes


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("saddle")
    options.add_argument("--runs", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--table", help="a file of Markdown whose table is written again")
    options.add_argument("--folder", help="where to make the results; default: the system's place for temporary files")
    given = options.parse_args()
    saddle = os.path.abspath(given.saddle)
    lines, slow = [], []
    for count in given.runs:
        with tempfile.TemporaryDirectory(prefix="saddle-sizes-", dir=given.folder) as folder:
            make(saddle, count, folder)
            for name, processor, seconds, megabytes in measure(saddle, count, folder):
                lines.append(f"| {count:,} | {name} | {processor:.2f} | {seconds:.2f} | {megabytes:.0f} |")
                limit, most = LIMITS.get(name, (None, None))
                if limit and processor > limit or most and megabytes > most:
                    slow.append(f"{name} on {count:,} runs takes {processor:.2f} s and {megabytes:.0f} MB")
    head = "| runs | command | processor, s | wall, s | peak, MB |\n|---:|---|---:|---:|---:|\n"
    table = head + "\n".join(lines) + "\n"
    print(table, end="")
    if given.table:
        text = open(given.table).read()
        with open(given.table, "w") as file:
            file.write(text[: text.index("<!-- table -->") + len("<!-- table -->\n")] + table)
    sys.exit("\n".join(slow) if slow else 0)


if __name__ == "__main__":
    main()
