#!/usr/bin/env python3
"""Other people's programs on the results that are committed: each must see the same numbers as numbers.

    python3 Tests/Readers/readers.py [results/reference/quickstart]

Of runs.csv every reader gives the mean accuracy for each value of a swept key with dots in its name; of the long
metrics.csv the number of rows and the mean of one column. Python's csv module, which knows no types, is what they are
held against. What is not installed is named and left out; the exit status is 1 where any reader differs. pip install
pandas polars duckdb pyarrow csvkit altair vl-convert-python; apt install sqlite3 r-base-core.
"""
import collections
import csv
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KEY = "discriminator.optimizer.learning_rate"


def expected(runs, metrics):
    """Means by value of the swept key, rows of metrics.csv, the mean accuracy of all evaluations."""
    groups = collections.defaultdict(list)
    with open(runs, newline="") as file:
        for row in csv.DictReader(file):
            groups[float(row[KEY])].append(float(row["accuracy"]))
    with open(metrics, newline="") as file:
        rows = list(csv.DictReader(file))
    values = [float(row["value"]) for row in rows if row["column"] == "accuracy"]
    return {key: sum(v) / len(v) for key, v in groups.items()}, len(rows), sum(values) / len(values)


def pandas(runs, metrics):
    import pandas
    table, long = pandas.read_csv(runs), pandas.read_csv(metrics)
    return table.groupby(KEY)["accuracy"].mean().to_dict(), len(long), long.query("column == 'accuracy'")["value"].mean()


def polars(runs, metrics):
    import polars
    table, long = polars.read_csv(runs), polars.read_csv(metrics)
    means = table.group_by(KEY).agg(polars.col("accuracy").mean()).rows()
    return dict(means), len(long), long.filter(polars.col("column") == "accuracy")["value"].mean()


def pyarrow(runs, metrics):
    from pyarrow import compute
    from pyarrow import csv as arrow
    table, long = arrow.read_csv(runs), arrow.read_csv(metrics)
    means = table.group_by(KEY).aggregate([("accuracy", "mean")])
    rows = long.filter(compute.equal(long["column"], "accuracy"))
    return (dict(zip(means[KEY].to_pylist(), means["accuracy_mean"].to_pylist())), len(long),
            compute.mean(rows["value"]).as_py())


def duckdb(runs, metrics):
    import duckdb
    means = duckdb.sql(f"""SELECT "{KEY}", avg(accuracy) FROM '{runs}' GROUP BY 1""").fetchall()
    count = duckdb.sql(f"SELECT count(*) FROM '{metrics}'").fetchall()[0][0]
    mean = duckdb.sql(f"""SELECT avg(value) FROM '{metrics}' WHERE "column" = 'accuracy'""").fetchall()[0][0]
    return dict(means), count, mean


def output(*command, text=None):
    return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout


def sqlite3(runs, metrics):
    script = f"""
.mode csv
.import "{runs}" runs
.import "{metrics}" metrics
SELECT "{KEY}", avg(accuracy) FROM runs GROUP BY 1;
SELECT 'rows', count(*) FROM metrics;
SELECT 'mean', avg(value) FROM metrics WHERE "column" = 'accuracy';
"""
    return parsed(output("sqlite3", text=script))


def csvsql(runs, metrics):
    means = output("csvsql", "--query", f'SELECT "{KEY}", avg(accuracy) AS a FROM runs GROUP BY 1', runs)
    query = """SELECT count(*), avg(CASE WHEN "column" = 'accuracy' THEN value END) FROM metrics"""
    count, mean = output("csvsql", "--query", query, metrics).split("\n")[1].split(",")
    return parsed("\n".join(means.split("\n")[1:]))[0], int(float(count)), float(mean)


def Rscript(runs, metrics):
    script = f"""
runs <- read.csv("{runs}", check.names = FALSE)
long <- read.csv("{metrics}", check.names = FALSE)
means <- tapply(runs$accuracy, runs$`{KEY}`, mean)
options(digits = 17)
for (name in names(means)) cat(name, ",", means[[name]], "\\n", sep = "")
cat("rows,", nrow(long), "\\nmean,", mean(long$value[long$column == "accuracy"]), "\\n", sep = "")
"""
    return parsed(output("Rscript", "-e", script))


def numbers(text):
    """The version out of what --version prints."""
    return re.search(r"\d+(\.\d+)+", text)[0]


def parsed(text):
    rows = dict(row for row in csv.reader(text.strip().replace("\r", "").split("\n")))
    count, mean = int(rows.pop("rows", 0)), float(rows.pop("mean", 0))
    return {float(key): float(value) for key, value in rows.items()}, count, mean


def altair(runs, metrics):
    """No numbers come back from a plot: that it can be drawn, with an axis of numbers, is what is looked at."""
    import altair
    import pandas
    plot = altair.Chart(pandas.read_csv(runs)).mark_point().encode(
        x=altair.X(KEY.replace(".", "\\.") + ":Q"), y="accuracy:Q")
    with tempfile.TemporaryDirectory() as folder:
        plot.save(f"{folder}/plot.svg")
        with open(f"{folder}/plot.svg") as file:
            marks = file.read().count('aria-roledescription="point"')
    with open(runs, newline="") as file:
        if marks != len(list(csv.DictReader(file))):
            raise ValueError(f"{marks} points")
    return expected(runs, metrics)


PROGRAMS = {sqlite3, csvsql, Rscript}


def close(a, b):
    return abs(a - b) <= 1e-12 * max(1, abs(b))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "results/reference/quickstart")
    runs, metrics = f"{folder}/runs.csv", f"{folder}/metrics.csv"
    means, count, mean = expected(runs, metrics)
    print(f"{len(means)} values of {KEY}, {count} rows of metrics.csv")
    wrong = 0
    for reader in [pandas, polars, pyarrow, duckdb, sqlite3, csvsql, Rscript, altair]:
        name = reader.__name__
        if reader in PROGRAMS:
            version = numbers(output(name, "--version")) if shutil.which(name) else None
        else:
            try:
                version = importlib.import_module(name).__version__
            except ImportError:
                version = None
        if version is None:
            print(f"{name}: not installed, left out")
            continue
        found = reader(runs, metrics)
        same = (found[0].keys() == means.keys() and all(close(found[0][key], means[key]) for key in means)
                and found[1] == count and close(found[2], mean))
        wrong += not same
        print(f"{name} {version}: {'the same numbers' if same else f'differs: {found}'}")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
