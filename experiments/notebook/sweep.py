"""A sweep's results in pandas: python3 experiments/notebook/sweep.py results/quickstart

Needs pandas; matplotlib, where it is there, draws the accuracies into accuracy-by-setting.png.
"""
import sys

import pandas as pd

folder = sys.argv[1] if len(sys.argv) > 1 else "results/quickstart"

# One row a run: what was swept, and what it came to.
runs = pd.read_csv(f"{folder}/runs.csv")
swept = list(runs.columns[2:runs.columns.get_loc("iteration")])
settings = [key for key in swept if key != "seed"] or ["run"]
print(runs.groupby(settings)[["accuracy", "total_variation_at_least"]].agg(["mean", "count"]))

# One row a number: every evaluation of every run.
long = pd.read_csv(f"{folder}/metrics.csv")
course = long.pivot_table(index=settings + ["iteration"], columns="column", values="value")
print(course[["accuracy", "discriminator_loss", "generator_loss"]].groupby(level=settings).tail(1))

try:
    import matplotlib.pyplot as plt
except ImportError:
    sys.exit()
accuracy = course["accuracy"].unstack(settings)
accuracy.plot(xlabel="iteration", ylabel="accuracy", ylim=(0, 1)).axhline(0.5, color="grey")
plt.savefig("accuracy-by-setting.png")
