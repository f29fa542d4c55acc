"""An iteration of many networks of different shapes in Saddle, PyTorch and JAX, in turns; README.md says how.

The set-ups of experiments/benchmarks are what the kernels were tuned on. These are the shapes that users bring: narrow
and wide, small and large batches, few and many channels, kernels of 1 to 7, strides, sizes that divide by nothing.
"""

import argparse
import csv
import os
import pathlib
import statistics
import tempfile

import yaml

import compare


def network(layers):
    return {"layers": layers, "optimizer": {"adam": {"learning_rate": 2e-4, "betas": [0.5, 0.999]}}}


def experiment(name, shape, noise, generator, discriminator, batch):
    return {
        "name": name, "data": {"dataset": "random", "shape": shape, "samples": max(2000, 2 * batch)},
        "noise": {"dimension": noise}, "generator": network(generator), "discriminator": network(discriminator),
        "loss": "non_saturating", "training": {"iterations": 1000, "batch_size": batch, "fakes": "reuse"},
    }


def dense(width, batch, values, depth=2, noise=16):
    """Networks of `depth` hidden layers of `width` units on samples of so many values."""
    hidden = [layer for _ in range(depth) for layer in ({"dense": width}, "relu")]
    return experiment(
        f"dense-{width}x{depth}-of-{values}-batch-{batch}", [values], noise, [*hidden, {"dense": values}],
        [*hidden, {"dense": 1}], batch)


def convolutions(size, colours, channels, kernel, batch, stride=2, levels=2, normalized=True):
    """A discriminator of `levels` convolutions, its channels doubling, and a generator of as many transposed ones."""
    padding = (kernel - 1) // 2
    # With an even kernel a stride of 1 shrinks the picture by one.
    sizes, down = [size], []
    for level in range(levels):
        down += [
            {"conv2d": {"filters": channels << level, "kernel": kernel, "stride": stride, "padding": padding}},
            {"leaky_relu": 0.2},
        ]
        sizes.append((sizes[-1] + 2 * padding - kernel) // stride + 1)
    up = [{"dense": sizes[-1] ** 2 * (channels << levels - 1)}, {"reshape": [sizes[-1]] * 2 + [channels << levels - 1]}]
    for level in reversed(range(levels)):
        up += (["batch_norm"] if normalized else []) + ["relu"]
        # What a transposed convolution makes of the smaller size, put right by its own kernel.
        own = sizes[level] - (sizes[level + 1] - 1) * stride + 2 * padding
        filters = channels << level - 1 if level else colours
        up.append({"conv_transpose2d": {"filters": filters, "kernel": own, "stride": stride, "padding": padding}})
    name = f"conv-{kernel}x{kernel}-stride-{stride}-{channels}-channels-{size}x{size}x{colours}-batch-{batch}"
    return experiment(
        name + f"-{levels}-levels" * (levels != 2), [size, size, colours], 64, [*up, "tanh"],
        [*down, "flatten", {"dense": 1}], batch)


SHAPES = [
    dense(20, 16, 2), dense(20, 256, 2), dense(50, 32, 10), dense(64, 64, 2), dense(64, 500, 8), dense(100, 100, 2),
    dense(100, 64, 784), dense(128, 16, 2), dense(128, 512, 32), dense(200, 50, 100), dense(256, 64, 2),
    dense(256, 1000, 2), dense(256, 500, 64), dense(300, 128, 784), dense(400, 100, 2), dense(512, 16, 128),
    dense(512, 64, 784, depth=3), dense(777, 33, 55), dense(1024, 32, 100), dense(1024, 256, 784, depth=3, noise=128),
    dense(2048, 16, 64), dense(2048, 100, 256),
    convolutions(8, 1, 16, 3, 64, stride=1), convolutions(16, 3, 1, 3, 32), convolutions(28, 1, 32, 5, 64),
    convolutions(28, 1, 50, 5, 32), convolutions(27, 1, 24, 3, 32), convolutions(32, 3, 32, 4, 64, levels=3),
    convolutions(32, 3, 48, 3, 32, stride=1), convolutions(32, 3, 64, 1, 32, stride=1),
    convolutions(33, 1, 20, 7, 16), convolutions(16, 3, 256, 3, 16, levels=1), convolutions(16, 1, 128, 4, 64),
    convolutions(64, 3, 16, 4, 16, levels=3), convolutions(32, 3, 96, 3, 16, stride=1, normalized=False),
    convolutions(31, 3, 40, 5, 100),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saddle", default=str(compare.ROOT / ".build/release/saddle"), help="the release build")
    parser.add_argument("--peers", default="torch,jax", type=lambda text: [x for x in text.split(",") if x])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1, help="of one program's turn in a round")
    parser.add_argument("--only", default="", help="shapes with this in their name")
    parser.add_argument("--write", type=pathlib.Path, help="CSV file for the table")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    table = []
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES:
            if options.only not in shape["name"]:
                continue
            file = pathlib.Path(folder) / f"{shape['name']}.yaml"
            file.write_text(yaml.safe_dump(shape, sort_keys=False))
            table.append(row(compare.compare(str(file), options)))
            line = table[-1]
            print(f"{line['shape']:60} {line['saddle_ms']:>9} {line['best_peer_ms']:>9} {line['ratio']:>7}", flush=True)
    ratios = [float(line["ratio"]) for line in table]
    print(f"{len(table)} shapes, Saddle / the best peer: median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")
    if options.write:
        with open(options.write, "w", newline="") as out:
            writer = csv.DictWriter(out, table[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


def row(turns):
    """Medians over the rounds; the ratio is taken within each."""
    rounds = {}
    for turn in turns:
        rounds.setdefault(turn["round"], {})[turn["program"]] = turn["milliseconds"]
    saddle, *peers = dict.fromkeys(turn["program"] for turn in turns)
    medians = {name: statistics.median(times[name] for times in rounds.values()) for name in [saddle, *peers]}
    best = min(peers, key=medians.get)
    ratio = statistics.median(times[saddle] / min(times[peer] for peer in peers) for times in rounds.values())
    first = turns[0]
    return {
        "shape": first["experiment"], "saddle_ms": f"{medians[saddle]:.4g}", "best_peer_ms": f"{medians[best]:.4g}",
        "ratio": f"{ratio:.3f}", "best_peer": best, "rounds": len(rounds), "threads": first["threads"],
        "saddle": saddle, "processor": first["processor"], "date": first["date"],
    }


if __name__ == "__main__":
    main()
