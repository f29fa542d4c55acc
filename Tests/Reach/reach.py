#!/usr/bin/env python3
"""What the judges of a run prove, beside what a far stronger critic proves of the same generator.

    swift build -c release --product saddle
    python3 Tests/Reach/reach.py .build/release/saddle --table Tests/Reach/README.md

Trains twenty runs of different kinds (points, rows of a table, digits, pictures; good and bad generators), takes the
strongest bound on the total variation distance that the run's own judges prove, and has the same frozen generator
judged by a critic of three layers of 768 units (convolutions: three times as many filters) that may take ten times the
updates that the run's own critic took. The judges hold their own if their bound is at least the other's less 0.04.
Only Python's standard library is used. Whole: hours on two cores, most of them for the ring as it stands.
"""
import argparse, csv, os, random, shutil, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tables  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ALLOWED = 0.04
R1 = "discriminator.regularization=[r1: {weight: %s}]"
AVERAGE = "generator.average={decay: 0.999}"
# As the critic's own dense layers: a normalized and a plain network, of points the plain one alone.
WIDE_POINTS = "[flatten, " + 3 * "dense: 768, leaky_relu, " + "dense: 1]"
WIDE_DENSE = (
    "[flatten, residual: {layers: [" + 3 * "dense: 768, layer_norm, leaky_relu, " + "dense: 1], shortcut: ["
    + 2 * "dense: 768, leaky_relu, " + "dense: 1]}]")
WIDE_CONVOLUTION = (
    "[conv2d: {filters: 48, kernel: 4, stride: 2, padding: 1}, leaky_relu: 0.2, "
    "conv2d: {filters: 96, kernel: 4, stride: 2, padding: 1}, leaky_relu: 0.2, flatten, dense: 1]")
POINTS = ["roll", "ring", "grid"]
WEAK = "discriminator.optimizer.learning_rate=1e-5"
SHORT = "training.iterations=300"

RUNS = [  # experiment, settings
    ("digits", []), ("digits", [R1 % 1, AVERAGE]), ("digits", [SHORT]), ("digits-conv", []), ("digits-conv", [SHORT]),
    ("table", []), ("table", [R1 % 0.1, AVERAGE, "training.iterations=15000"]), ("table", [WEAK]),
    ("roll", []), ("roll", [R1 % 0.1, AVERAGE, "training.iterations=15000"]), ("roll", [SHORT]),
    ("fashion", []), ("fashion", [R1 % 1, AVERAGE]), ("fashion-conv", []),
    ("ring", []), ("ring", [R1 % 1, AVERAGE]), ("ring", [SHORT]), ("ring", [WEAK]), ("grid", []), ("grid", [SHORT]),
]


def write_table(path):
    """5,000 rows of ten columns: normal ones that depend on each other, products, steps, a heavy tail."""
    draw = random.Random(1)
    with open(path, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow("abcdefghij")
        for _ in range(5000):
            a, b, c = (draw.gauss(0, 1) for _ in range(3))
            rows.writerow(f"{value:.4f}" for value in (
                a, b, a + 0.5 * b + 0.2 * c, a * b, abs(c), (a > 0) + 0.1 * c, draw.expovariate(1), a * a - b,
                draw.choice((-1, 0, 1)) + 0.2 * a, c + draw.gauss(0, 0.3)))


def saddle(program, folder, *arguments):
    result = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"saddle {' '.join(arguments)}: {result.stderr}")


def judges(folder):
    with open(os.path.join(folder, "judges.csv"), newline="") as file:
        return {row["judge"]: row for row in csv.DictReader(file)}


def critic(folder):
    with open(os.path.join(folder, "critic.csv"), newline="") as file:
        return list(csv.DictReader(file))[-1]


def strongest(findings):
    best = max(findings.values(), key=lambda row: float(row["total_variation_at_least"]))
    return best["judge"], float(best["total_variation_at_least"])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("saddle")
    options.add_argument("--table", help="a page whose table is replaced")
    options.add_argument("--only", help="experiments with this name")
    options.add_argument("--runs", type=int, nargs="+", default=range(len(RUNS)), help="numbers of runs, from 0")
    options.add_argument("--own", action="store_true", help="without the stronger critic")
    given = options.parse_args()
    program = os.path.abspath(given.saddle)
    lines = ["| experiment | settings | strongest | bound | critic's bound | accuracy | updates | levelled "
             "| stronger critic, bound | accuracy | updates | difference |",
             "|---|---|---|---:|---:|---:|---:|---|---:|---:|---:|---:|"]
    short = 0
    with tempfile.TemporaryDirectory() as work:
        for name in os.listdir(HERE):
            if name.endswith(".yaml"):
                shutil.copy(os.path.join(HERE, name), work)
        write_table(os.path.join(work, "table.csv"))
        print(lines[0], lines[1], sep="\n", flush=True)
        for number in given.runs:
            name, settings = RUNS[number]
            if given.only and name != given.only:
                continue
            sets = [word for setting in settings for word in ("--set", setting)]
            results = os.path.join(work, f"results-{number}")
            saddle(program, work, "run", os.path.join(work, name + ".yaml"), "--results", results, *sets)
            experiment = os.path.join(results, "reach")
            run = next(entry.path for entry in os.scandir(experiment) if entry.is_dir())
            judge, bound = strongest(judges(run))
            own, ours = critic(run), float(judges(run)["critic"]["total_variation_at_least"])
            cells = [name, "; ".join(settings), judge, f"{bound:.3f}", f"{ours:.3f}", f"{float(own['critic_accuracy']):.3f}",
                     own["critic_updates"], own["critic_levelled"]]
            if not given.own:
                wide = WIDE_CONVOLUTION if name.endswith("-conv") else WIDE_POINTS if name in POINTS else WIDE_DENSE
                saddle(program, work, "report", run, "--set", f"evaluation.critic.layers={wide}",
                       "--set", f"evaluation.critic.iterations={10 * int(own['critic_updates'])}")
                other, theirs = critic(run), float(judges(run)["critic"]["total_variation_at_least"])
                short += bound < theirs - ALLOWED
                cells += [f"{theirs:.3f}", f"{float(other['critic_accuracy']):.3f}", other["critic_updates"], f"{bound - theirs:+.3f}"]
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
            shutil.rmtree(results)
    if given.table:
        tables.replace(given.table, "\n".join(lines) + "\n")
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
