"""Compares an iteration's time in Saddle, PyTorch and JAX on one machine; README.md says how, --help with what."""

import argparse
import csv
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Saddle:
    def __init__(self, program, file, threads):
        self.command = [program, "bench", file, "--json", "--threads", str(threads)]
        revision = subprocess.run(
            ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
        self.version = f"Saddle {revision}".strip()

    def turn(self, seconds):
        output = subprocess.run([*self.command, "--seconds", str(seconds)], check=True, stdout=subprocess.PIPE).stdout
        return json.loads(output)["milliseconds_per_iteration"]["median"]


class Peer:
    """A program that stays loaded between its turns."""

    def __init__(self, name, file, threads):
        self.process = subprocess.Popen(
            [sys.executable, HERE / f"{name}_peer.py", file, str(threads)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.version = self.answer()["version"]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the peer ended without an answer")
        return json.loads(line)

    def turn(self, seconds):
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        return self.answer()["milliseconds"]


def processor():
    """Its name, with family and model: a virtual machine's may say "AMD EPYC" alone, of whatever generation."""
    try:
        with open("/proc/cpuinfo") as file:
            facts = dict((part.strip() for part in line.split(":", 1)) for line in file if ":" in line)
        return f"{facts['model name']} (family {facts['cpu family']}, model {facts['model']})"
    except (OSError, KeyError):
        return platform.processor() or platform.machine()


def compare(file, options):
    """Rows of the CSV, and the medians by program."""
    programs = [Saddle(options.saddle, file, options.threads)]
    programs += [Peer(name, file, options.threads) for name in options.peers]
    common = {
        "date": datetime.date.today().isoformat(), "processor": processor(), "threads": options.threads,
        "experiment": pathlib.Path(file).stem,
    }
    rows = []
    for number in range(1, options.rounds + 1):
        for program in programs:
            time = program.turn(options.seconds)
            rows.append({**common, "round": number, "program": program.version, "milliseconds": round(time, 5)})
    for peer in programs[1:]:
        peer.process.stdin.close()
        peer.process.wait()
    return rows


def summary(rows):
    """Lines for the table: times of all programs, and Saddle's as a share of each peer's and of the best one's."""
    rounds = {}
    for row in rows:
        rounds.setdefault(row["round"], {})[row["program"]] = row["milliseconds"]
    saddle, *peers = dict.fromkeys(row["program"] for row in rows)
    median = lambda values: statistics.median(list(values))
    for program in [saddle, *peers]:
        time = median(times[program] for times in rounds.values())
        ratio = f"{median(times[saddle] / times[program] for times in rounds.values()):.2f}" if program != saddle else ""
        yield [rows[0]["experiment"], program, f"{time:.4g}", ratio]
    if peers:
        best = median(times[saddle] / min(times[peer] for peer in peers) for times in rounds.values())
        yield [rows[0]["experiment"], "the best peer", "", f"{best:.2f}"]


def show(table):
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="experiment files, such as experiments/benchmarks/mlp.yaml")
    parser.add_argument("--saddle", default=str(ROOT / ".build/release/saddle"), help="the program (release build)")
    parser.add_argument("--peers", default="torch,jax", type=lambda text: [x for x in text.split(",") if x])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4, help="of one program's turn in a round")
    parser.add_argument("--results", default=str(ROOT / "results/reference/benchmarks"), help="folder for the CSV files")
    options = parser.parse_args()
    # For all alike: JAX takes as many threads as it sees cores.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    table = [["experiment", "program", "ms / iteration", "Saddle / it"]]
    for file in options.files:
        rows = compare(file, options)
        table += summary(rows)
        target = pathlib.Path(options.results) / f"{rows[0]['experiment']}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "w", newline="") as out:
            writer = csv.DictWriter(out, rows[0], lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
    show(table)


if __name__ == "__main__":
    main()
