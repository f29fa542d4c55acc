#!/usr/bin/env python3
"""Plants mistakes in experiment files, one each, and counts what `saddle check` says of them:

    python3 Tests/Mistakes/mistakes.py .build/release/saddle --table Tests/Mistakes/README.md

A mistake is noticed where anything is said; at the right place where the first remark's caret stands under what a
person has to change; with the right cause where its message says what is wrong; with a cure where its help says what to
write. It misleads where there are errors besides it that only follow from it. Fails below the limits.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tables  # noqa: E402

POINTS = """\
name: points
data: {dataset: ring, modes: 6, std: 0.1, samples: 4000}
noise: {dimension: 4}
generator:
  layers:
    - dense: 32
    - relu
    - dense: 2
  optimizer: {adam: {learning_rate: 5e-4, betas: [0.5, 0.9]}}
discriminator:
  layers:
    - dense: 32
    - leaky_relu: 0.2
    - dense: 1
  optimizer: {adam: {learning_rate: 5e-4, betas: [0.5, 0.9]}}
training: {iterations: 2000, batch_size: 64}
evaluation: {every: 200}
"""

PICTURES = """\
name: pictures
data: {dataset: digits}
noise: {dimension: 16}
generator:
  layers:
    - dense: 128
    - reshape: [2, 2, 32]
    - conv_transpose2d: {filters: 16, kernel: 4, stride: 2, padding: 1}
    - relu
    - conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}
    - tanh
discriminator:
  layers:
    - conv2d: {filters: 16, kernel: 4, stride: 2, padding: 1}
    - leaky_relu: 0.2
    - flatten
    - dense: 1
training: {iterations: 2000, batch_size: 32}
evaluation: {every: 200}
"""

# Beside the file.
FILES = {
    "people.csv": "height,weight,city\n" + "".join(f"{150 + i % 50},{50 + i % 37},Bonn\n" for i in range(200)),
    "prices.csv": "area;rent\n" + "".join(f"{30 + i % 70},5;{400 + 9 * (i % 80)}\n" for i in range(200)),
    "gaps.csv": "x,y\n" + "".join(f"{i % 9},{'n/a' if i == 57 else i % 7}\n" for i in range(200)),
    "circle.yaml": "extends: round.yaml\n", "round.yaml": "extends: circle.yaml\n",
    "words.txt": "".join(f"word{i % 90}\n" for i in range(200)),
}
CSV = ("data: {dataset: ring, modes: 6, std: 0.1, samples: 4000}", "data: {dataset: csv, path: people.csv, columns: [height, weight]}")


def points(name, old, new, at, cause, cure):
    return name, POINTS, [(old, new)], at, cause, cure


def pictures(name, old, new, at, cause, cure):
    return name, PICTURES, [(old, new)], at, cause, cure


def table(name, old, new, at, cause, cure):
    return name, POINTS, [CSV, (old, new)], at, cause, cure


def added(name, text, at, cause, cure, base=POINTS):
    return name, base + text, [], at, cause, cure


def whole(name, text, at, cause, cure):
    return name, text, [], at, cause, cure


TRAINING, NOISE, EVERY = "training: {iterations: 2000", "noise: {dimension: 4}", "{every: 200}"
RATE, LAYERS = "learning_rate: 5e-4", "    - dense: 32\n    - relu\n    - dense: 2\n"

# Name, text, edits, what the caret is to stand under, and what message and help are to hold.
CASES = [
    # Words.
    points("a section misspelt", "training:", "trainning:", "trainning", "unknown key 'trainning'", "'training'"),
    points("a layer in capitals", "- relu", "- ReLU", "ReLU", "unknown layer", "'relu'"),
    points("an optimizer misspelt", "{adam:", "{adma:", "adma", "unknown optimizer", "'adam'"),
    points("a short name of a key", RATE, "lr: 5e-4", "lr:", "unknown key 'lr'", "'learning_rate'"),
    points("a loss misspelt", TRAINING, "loss: hinged\n" + TRAINING, "hinged", "unknown loss", "'hinge'"),
    points("a dataset misspelt", "dataset: ring", "dataset: rings", "rings", "unknown dataset", "'ring'"),
    points("a metric that there is not", EVERY, "{every: 200, metrics: [inception]}", "inception", "unknown metric", "known metrics"),
    points("a key of another section", EVERY, "{every: 200, iterations: 10}", "iterations: 10", "unknown key 'iterations'", "known keys|belongs|similar"),
    points("a key with a hyphen", "batch_size", "batch-size", "batch-size", "unknown key 'batch-size'", "'batch_size'"),
    points("a prior misspelt", NOISE, "noise: {dimension: 4, prior: gaussain}", "gaussain", "gaussain", "normal"),
    points("a layer of another library", "- leaky_relu: 0.2", "- LeakyReLU: 0.2", "LeakyReLU", "unknown layer", "'leaky_relu'"),
    points("an initializer misspelt", "generator:\n", "generator:\n  initializer: xaviar\n", "xaviar", "unknown initializer", "similar|known"),
    points("a schedule misspelt", "generator:\n", "generator:\n  schedule: cosin\n", "cosin", "unknown schedule", "'cosine'"),
    points("an augmentation misspelt", "discriminator:\n", "discriminator:\n  augmentation: [flipp]\n", "flipp", "unknown augmentation", "similar|known"),
    points("a regularizer misspelt", "discriminator:\n", "discriminator:\n  regularization: [gradient_penality: 10]\n", "gradient_penality", "unknown regularizer", "'gradient_penalty'"),
    # Numbers.
    points("a number for a pair", "betas: [0.5, 0.9]", "betas: 0.5", "0.5}", "expected a list of 2", r"betas: \["),
    points("three numbers for a pair", "betas: [0.5, 0.9]", "betas: [0.5, 0.9, 0.99]", "[0.5, 0.9, 0.99]", "expected a list of 2", r"betas: \["),
    points("a negative rate", RATE, "learning_rate: -5e-4", "-5e-4", "above 0", "for example"),
    points("a number in quotes", RATE, 'learning_rate: "5e-4"', '"5e-4"', "found the text", "leave out the quotes"),
    points("a decimal comma", RATE, "learning_rate: 0,0005", "0,0005", "comma", "0.0005"),
    points("decimal commas in a list", "betas: [0.5, 0.9]", "betas: [0,5, 0,9]", "[0,5, 0,9]", "expected a list of 2", r"0\.5"),
    points("a dash for a minus", RATE, "learning_rate: 5e–4", "5e–4", "expected a number", "5e-4"),
    points("thousands in letters", "iterations: 2000", "iterations: 2k", "2k", "expected an integer", "2000"),
    points("thousands with a comma in quotes", "iterations: 2000", 'iterations: "2,000"', '"2,000"', "expected an integer", "2000"),
    points("half an iteration", "iterations: 2000", "iterations: 2000.5", "2000.5", "expected an integer", "whole number"),
    points("an integer with a point", "batch_size: 64", "batch_size: 64.0", "64.0", "expected an integer", "64"),
    points("no iterations", "iterations: 2000", "iterations: 0", "0,", "expected an integer from 1", ""),
    points("a percentage", "- relu", "- dropout: 30", "30", "expected a number from 0", "0.3"),
    points("a percent sign", "- relu", "- dropout: 30%", "30%", "expected a number from 0", "0.3"),
    points("a word for a number", NOISE, "noise: {dimension: four}", "four", "expected an integer", ""),
    points("a duration without a unit", TRAINING, "training: {stop: {after: 2 hours}, iterations: 2000", "2 hours", "duration", "s, m, h or d"),
    points("not a number", RATE, "learning_rate: .nan", ".nan", "expected a number", "for example|number"),
    points("an integer of a kind too large", "iterations: 2000", "iterations: 20000000000", "20000000000", "expected an integer from 1 to", ""),
    points("a rate of a hundred", RATE, "learning_rate: 100", "100", "learning rate", "1e-4 to 1e-3"),
    points("a word for a switch", "- dense: 32\n    - relu", '- dense: {units: 32, bias: "no"}\n    - relu', '"no"', "true or false", "write false"),
    # Forms.
    points("a list for a mapping", "training: {iterations: 2000, batch_size: 64}", "training: [iterations: 2000, batch_size: 64]", "[iterations", "expected the keys of 'training'", "braces"),
    points("a mapping for a list", LAYERS, "    dense: 32\n", "dense: 32", "expected a list of layers", "with a dash"),
    points("a layer without its size", "    - dense: 32\n    - relu", "    - dense\n    - relu", "dense\n", "missing key 'units'", "units"),
    points("a missing section", NOISE + "\n", "", "name: points", "missing key 'noise'", "noise: "),
    points("no space behind a colon", NOISE, "noise: {dimension:4}", "dimension:4", "dimension:4", "space"),
    points("two layers in an item", "    - dense: 32\n    - relu\n    - dense: 2", "    - dense: 32\n      relu:\n    - dense: 2", "relu:", "relu", "item of its own|dash"),
    points("two optimizers", "{adam: {learning_rate: 5e-4, betas: [0.5, 0.9]}}", "{adam: {}, sgd: {}}", "sgd", "sgd|two|one", "one of|leave"),
    points("a deeper dash", "    - dense: 32\n    - relu", "    - dense: 32\n      - relu", "- relu", "indented deeper", "indent both alike"),
    points("a tab", "    - dense: 32\n    - relu", "\t- dense: 32\n    - relu", "\t", "cannot start|tab", "spaces"),
    points("a key twice", EVERY, EVERY + "\nseed: 1\nseed: 2", "seed: 2", "duplicate key 'seed'", "leave one"),
    points("a quote that is not closed", "name: points", 'name: "points', '"points', "never closed", "close it"),
    points("a brace that is not closed", NOISE, "noise: {dimension: 4", "{dimension: 4", "expected ',' or '}'", "close it"),
    points("a colon in a description", "name: points", "name: points\ndescription: Rings: are they found?", ": are", "second ': '", "quotes"),
    points("a hash in a value", "name: points", "name: points#1", "points#1", "cannot name a folder", "letters, digits"),
    points("a name that is a path", "name: points", "name: ../points", "../points", "cannot name a folder", "letters, digits"),
    added("an amount for targets", "label_smoothing: 0.1\n", "0.1\n", "expected the keys of 'label_smoothing'", "real: 0.9"),
    points("a text for a list", LAYERS, "    dense 32\n", "dense 32", "expected a list of layers", "dash|item|list"),
    points("a value without its key", NOISE, "noise: 4", "4\n", "expected the keys of 'noise'", "dimension"),
    points("layers in braces", "  layers:\n" + LAYERS, "  layers: {dense: 32, relu: }\n", "{dense: 32", "expected a list of layers", "dash"),
    whole("an empty file", "", "", "empty", "explain experiment"),
    whole("a word for a file", "points\n", "points", "expected the keys of an experiment", "its keys"),
    whole("a list for a file", "- name: points\n- noise: {dimension: 4}\n", "- name", "expected the keys of an experiment", "its keys|dash|keys"),
    # Networks.
    points("too many outputs", "- dense: 2\n", "- dense: 3\n", "dense: 3", "data 'ring' has shape [2]", "dense: 2"),
    points("a discriminator of ten", "- dense: 1\n", "- dense: 10\n", "dense: 10", "gives one number", "dense: 1"),
    points("a sigmoid at the end", "- dense: 1\n", "- dense: 1\n    - sigmoid\n", "sigmoid", "left to the loss", ""),
    points("a softmax at the end", "- dense: 1\n", "- dense: 1\n    - softmax\n", "softmax", "unknown layer|softmax", ""),
    points("a convolution of points", "- leaky_relu: 0.2", "- conv2d: {filters: 4, kernel: 3}", "conv2d", "conv2d needs", "reshape|dense|data|image"),
    points("a generator that is confined", "- dense: 2\n", "- dense: 2\n    - sigmoid\n", "sigmoid", "the data has", "leave sigmoid out|tanh"),
    pictures("a reshape that does not fit", "[2, 2, 32]", "[2, 2, 33]", "reshape", "132 values", "132"),
    pictures("channels first", "[2, 2, 32]", "[32, 2, 2]", "reshape", "channels", r"\[2, 2, 32\]"),
    pictures("no flatten", "    - flatten\n", "", "dense: 1", "needs a vector", "flatten"),
    pictures("a stride that misses", "filters: 1, kernel: 4, stride: 2", "filters: 1, kernel: 4, stride: 3", "conv_transpose2d: {filters: 1,", "has shape [8, 8, 1]", "doubles"),
    pictures("colour for grey", "filters: 1, kernel: 4", "filters: 3, kernel: 4", "conv_transpose2d: {filters: 3", "has shape [8, 8, 1]", "filters: 1|filters"),
    pictures("no tanh", "    - tanh\n", "", "conv_transpose2d: {filters: 1,", "pictures have", "tanh"),
    pictures("a kernel larger than the picture", "conv2d: {filters: 16, kernel: 4, stride: 2, padding: 1}", "conv2d: {filters: 16, kernel: 12}", "conv2d: {filters: 16, kernel: 12", "kernel", "kernel|padding|smaller"),
    pictures("a reference to no layer", "    - tanh\n", "    - concat: {from: [early]}\n    - tanh\n", "concat", "no layer before it has that id", "ids known"),
    # Games.
    added("targets of a hinge loss", "loss: hinge\nlabel_smoothing: {real: 0.9}\n", "0.9}\n", "needs a loss with targets", "losses with targets"),
    added("a Wasserstein loss unbounded", "loss: wasserstein\n", "wasserstein", "bounded slope", "gradient_penalty"),
    added("targets the wrong way round", "label_smoothing: {real: 0.1, fake: 0.9}\n", "0.1, fake", "must be above", "swap"),
    added("no updates", "step_ratio: {discriminator: 0}\n", "0}\n", "expected an integer from 1", "discriminator: 1"),
    points("more samples in a batch than there are", "batch_size: 64", "batch_size: 9000", "9000", "more than the", "at most"),
    points("evaluations behind the end", "every: 200", "every: 5000", "5000", "is never", ""),
    points("a warm-up behind the end", "generator:\n", "generator:\n  schedule: {constant: {warmup: 3000}}\n", "3000", "longer than the run", "warmup"),
    table("labels of data without", EVERY, EVERY + "\ncondition: {method: concat}", "csv, path", "has none", "label"),
    # Sweeps.
    added("a sweep over no key", "sweep: {grid: {generator.optimizer.momentum: [0.1, 0.2]}}\n", "momentum", "unknown key 'momentum'", "known keys"),
    added("a sweep over one value", "sweep: {grid: {noise.dimension: 8}}\n", "8}}", "expected a list of values", r"\[8\]"),
    added("lists of two lengths", "sweep: {zip: {noise.dimension: [1, 2, 3], seed: [1, 2]}}\n", "seed: [1, 2]", "3 values", "as many values"),
    added("a key swept twice", "sweep: {grid: {noise.dimension: [4, 8]}, zip: {noise.dimension: [4, 8]}}\n", "noise.dimension: [4, 8]}}", "swept twice", "leave one"),
    added("an exclusion of what is not swept", "sweep: {grid: {noise.dimension: [4, 8]}, exclude: [{training.batch_size: 64}]}\n", "training.batch_size", "not swept", "noise.dimension"),
    added("an exclusion of nothing", "sweep: {grid: {noise.dimension: [4, 8]}, exclude: [{noise.dimension: 16}]}\n", "noise.dimension: 16", "excludes no run", "4, 8"),
    added("a range the wrong way round", "sweep: {random: {samples: 3, generator.optimizer.learning_rate: {log_uniform: [1e-3, 1e-5]}}}\n", "[1e-3, 1e-5]", "first number must be below", r"1e-5, 1e-3"),
    added("draws without a number", "sweep: {random: {generator.optimizer.learning_rate: {log_uniform: [1e-5, 1e-3]}}}\n", "{generator", "missing key 'samples'", "samples: 10"),
    added("a layer by its number", "sweep: {grid: {generator.layers.9.units: [8, 16]}}\n", "9.units", "9", "layers|from 0|index|0 to"),
    added("seeds that repeat", "sweep: {seeds: [1, 1]}\n", "sweep", "say the same", "repeat"),
    added("layers of one list", "sweep: {grid: {generator.layers: [dense: 4, relu, dense: 2]}}\n", "[dense: 4", "a list in every run", "brackets of its own"),
    # Files.
    whole("a base that is not there", "extends: base/nothing.yaml\n", "base/nothing.yaml", "there is no file", "relative to the file"),
    whole("bases in a circle", "extends: circle.yaml\n", "circle.yaml", "extends itself", "circle"),
    table("a table misnamed", "people.csv", "peple.csv", "peple.csv", "does not exist", "people.csv"),
    table("a column misnamed", "weight]", "wieght]", "wieght", "no column 'wieght'", "weight"),
    table("a column of words", "weight]", "city]", "city", "number", "column|city|table"),
    table("semicolons", "people.csv, columns: [height, weight]", "prices.csv", "prices.csv", "", "separator: semicolon|semicolon"),
    table("a gap in the numbers", "people.csv, columns: [height, weight]", "gaps.csv", "gaps.csv", "not a number", "fill it in"),
    table("a folder for a file", "people.csv", ".", ".,", "is a folder", "people.csv"),
]


def place(text, at, behind):
    """The line and column, from 1, of the first occurrence of a piece of text behind a place."""
    start = max(text.find(at, behind), 0)
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1


def remarks(said):
    """Of what was printed: file, line, column, severity, message and help of each remark."""
    found = []
    for line in said.splitlines():
        head = re.match(r"(?:(.*?):(\d+):(\d+): )?(error|warning|note): (.*)", line)
        if head:
            found.append({"line": int(head[2] or 0), "column": int(head[3] or 0), "severity": head[4], "message": head[5], "help": ""})
        elif found and (line.startswith("help: ") or line.startswith("      ")) and " | " not in line[:9]:
            found[-1]["help"] += line.removeprefix("help: ").strip() + "\n"
    return found


def judged(saddle, case, folder):
    """Whether a case is noticed, at its place, with its cause, with a cure, and without misleading; and what was said."""
    name, text, edits, at, cause, cure = case
    behind = len(POINTS) if not edits and text.startswith(POINTS) else 0
    for old, new in edits:
        assert old in text, f"{name}: '{old}' is not in the text"
        behind = text.index(old)
        text = text.replace(old, new, 1)
    # What was taken away shows elsewhere.
    behind = 0 if edits and at not in text[behind:] else behind
    with open(f"{folder}/file.yaml", "w") as file:
        file.write(text)
    result = subprocess.run([saddle, "check", "file.yaml"], cwd=folder, capture_output=True, text=True)
    found = remarks(result.stderr)
    if not found:
        return [False] * 4 + [True], result.stderr
    first = found[0]
    placed = (first["line"], first["column"]) == place(text, at, behind)
    said = first["message"] + "\n" + first["help"]
    named = bool(re.search(cause, said)) if "[" not in cause else cause in said
    # A note may have nothing to cure.
    cured = bool(first["help"].strip()) and bool(re.search(cure, first["help"])) or first["severity"] == "note" and not cure
    others = [remark for remark in found[1:] if remark["severity"] == "error"]
    return [True, placed, named, cured, not others], result.stderr


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("saddle")
    options.add_argument("--table", help="a file of Markdown whose table is written again")
    options.add_argument("--show", action="store_true", help="print what was said of every mistake")
    given = options.parse_args()
    saddle = os.path.abspath(given.saddle)
    rows, sums = [], [0] * 5
    with tempfile.TemporaryDirectory() as folder:
        for name, content in FILES.items():
            with open(f"{folder}/{name}", "w") as file:
                file.write(content)
        for case in CASES:
            marks, said = judged(saddle, case, folder)
            sums = [a + b for a, b in zip(sums, marks)]
            rows.append(f"| {case[0]} | " + " | ".join("yes" if mark else "**no**" for mark in marks) + " |")
            if given.show or not all(marks):
                print(f"## {case[0]}: {', '.join('yes' if mark else 'NO' for mark in marks)}\n{said}")
    count = len(CASES)
    head = "| mistake | noticed | place | cause | cure | misleads not |\n|---|---|---|---|---|---|\n"
    total = f"| **{count} in all** | " + " | ".join(map(str, sums)) + " |\n"
    print(total, end="")
    if given.table:
        tables.replace(given.table, head + total + "\n".join(rows) + "\n")
    noticed, placed, named, cured, honest = sums
    sys.exit(noticed < count or placed < count - 1 or named < count - 2 or cured < count - 3 or honest < count)


if __name__ == "__main__":
    main()
