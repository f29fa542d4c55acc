#!/usr/bin/env python3
"""Data that other people's programs write, as saddle reads it: every sample must come back as it went in.

    python3 Tests/Readers/data.py .build/release/saddle

Writes data of every format in a temporary folder, trains a run of two iterations on it, and takes the held-out and the
training samples back by `saddle sample --real` and `--training`, which is all data in another order. What is not
installed is named and left out; the exit status is 1 where anything differs.
pip install pandas numpy pillow soundfile scipy idx2numpy
"""
import glob
import importlib
import importlib.metadata
import os
import subprocess
import sys
import tempfile

import numpy

PROGRAM = os.path.abspath(sys.argv[1])
COUNT = 24
failed = False
random = numpy.random.default_rng(7)


def installed(package):
    try:
        return importlib.import_module(package)
    except ImportError:
        print(f"{package}: not installed, left out")
        return None


def tell(what, package, isRight):
    global failed
    failed = failed or not isRight
    version = importlib.metadata.version({"PIL": "pillow"}.get(package, package))
    print(f"{'reads the same' if isRight else 'DIFFERS':15} {what:44} {package} {version}")


def saddle(*arguments):
    done = subprocess.run([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"saddle {' '.join(arguments)}: {done.stderr}")


def samples(name, data, layers, ending, first="flatten"):
    """All samples of a run on this data: two files or folders with this ending."""
    with open(f"{name}.yaml", "w") as file:
        file.write(f"name: {name}\ndata: {data}\nnoise: {{dimension: 2}}\n"
                   f"generator: {{layers: [{layers}]}}\ndiscriminator: {{layers: [{first}, dense: 1]}}\n"
                   "training: {iterations: 2, batch_size: 4}\n"
                   "evaluation: {every: 2, metrics: none, critic: {iterations: 0}}\n")
    saddle("run", f"{name}.yaml", "-q")
    run = glob.glob(f"results/{name}/*/")[0]
    paths = [f"{name}-{kind}{ending}" for kind in ("real", "training")]
    for path in paths:
        kind = "--real" if "-real" in path else "--training"
        form = [] if ending[1:] in ("csv", "npy", "txt") else ["--format", ending.lstrip("-")]
        saddle("sample", run, kind, *form, "--output", path)
    return paths


def arrays(name, data, shape, last=""):
    size = int(numpy.prod(shape))
    layers = f"dense: {size}, reshape: {list(shape)}{last}" if len(shape) > 1 else f"dense: {size}"
    return numpy.concatenate([numpy.load(path) for path in samples(name, data, layers, ".npy")]).reshape(-1, *shape)


def same(found, wanted, most=0.0):
    """Whether these are the same samples in some order, to this difference."""
    found, wanted = (numpy.asarray(x, dtype=float).reshape(len(x), -1) for x in (found, wanted))
    if found.shape != wanted.shape:
        return False
    distances = abs(found[:, None] - wanted[None]).max(2)
    return sorted(distances.argmin(1)) == list(range(len(wanted))) and distances.min(1).max() <= most


def tables():
    pandas = installed("pandas")
    if pandas is None:
        return
    days = pandas.to_datetime("2024-02-27") + pandas.to_timedelta(random.integers(0, 900, COUNT), "D")
    table = pandas.DataFrame({
        "weight, kg": random.normal(70, 12, COUNT).round(1), "steps": random.integers(-50, 9999, COUNT),
        "day": days, "town": random.choice(["Łódź", "Bath", 'St. "J", X'], COUNT),
        "new": random.random(COUNT) < 0.4,
        "score": numpy.where(random.random(COUNT) < 0.3, numpy.nan, random.normal(0, 1, COUNT).round(3)),
    })
    for form, separator in [("table.csv", ","), ("table.csv.gz", ","), ("table-semicolon.csv", ";")]:
        table.to_csv(form, index=False, sep=separator)
        for scale, layer in [("standardize", "table: {bounded: false}"), ("quantile", "table")]:
            name = f"{form.replace('.', '-')}-{scale}"
            paths = samples(name, f"{{dataset: table, path: {form}, scale: {scale}}}", f"dense: 8, {layer}", ".csv",
                            "dense: 4")
            held, training = (
                pandas.read_csv(path, parse_dates=["day"], float_precision="round_trip") for path in paths)
            columns, wanted = list(table.columns), table.copy()
            for column in ["weight, kg", "steps", "day", "score"] if scale == "quantile" else []:
                # Held-out numbers beyond the training samples' range are read as its ends.
                wanted[column] = wanted[column].clip(training[column].min(), training[column].max())
            sort = [frame.sort_values(columns).reset_index(drop=True).astype({"day": "datetime64[s]"})
                    for frame in (pandas.concat([held, training]), wanted)]
            right = list(training.columns) == columns and sort[0].equals(sort[1])
            tell(f"a table, {form}, by {scale}", "pandas", right)
    rows = pandas.DataFrame(random.normal(0, [1, 1e6, 1e-6], (COUNT, 3)), columns=["a", "b", "c"])
    rows.to_csv("rows.csv", index=False)
    paths = samples("rows", "{dataset: csv, path: rows.csv}", "dense: 3", ".csv", "dense: 4")
    read = pandas.concat([pandas.read_csv(path) for path in paths])
    # They are kept as they are scaled, in single precision.
    scale = rows.to_numpy().std(0)
    tell("rows of numbers, .csv", "pandas", same(read.to_numpy() / scale, rows.to_numpy() / scale, 1e-6))


def numbers():
    for kind in ["uint8", "int8", "int16", "int32", "float32", "float64", ">f4", ">i2"]:
        isWhole = numpy.dtype(kind).kind in "iu"
        values = random.integers(0, 100, (COUNT, 4, 3)) if isWhole else random.random((COUNT, 4, 3))
        values = values.astype(kind)
        numpy.save("array.npy", values)
        name = "array-" + kind.strip(">") + ("-big" if ">" in kind else "")
        found = arrays(name, "{dataset: array, path: array.npy, range: [0, 100]}", (4, 3, 1))
        tell(f"an array of {kind}, .npy", "numpy", same(found, values, 1e-5))
    numpy.savez("both.npz", first=values, second=values[:, ::-1])
    numpy.savez_compressed("packed.npz", first=values, second=values[:, ::-1])
    for file in ("both", "packed"):
        found = arrays(file, f"{{dataset: array, path: {file}.npz:second, range: [0, 100]}}", (4, 3, 1))
        tell(f"an array of {file}.npz", "numpy", same(found, values[:, ::-1], 1e-5))
    if idx := installed("idx2numpy"):
        for kind in ["uint8", "int8", "int16", "int32", "float32", "float64"]:
            values = random.integers(0, 100, (COUNT, 4, 3)).astype(kind)
            idx.convert_to_file("array.idx", values)
            found = arrays(f"idx-{kind}", "{dataset: array, path: array.idx, range: [0, 100]}", (4, 3, 1))
            tell(f"an IDX file of {kind}", "idx2numpy", same(found, values, 1e-5))
        values = random.integers(0, 256, (COUNT, 4, 3)).astype("uint8")
        idx.convert_to_file("images.idx", values)
        idx.convert_to_file("labels.idx", (numpy.arange(COUNT) % 3).astype("uint8"))
        found = arrays("idx", "{dataset: idx, images: images.idx, labels: labels.idx}", (4, 3, 1), ", tanh")
        tell("pictures and labels in two IDX files", "idx2numpy", same(found, values))


def pictures():
    if installed("PIL") is None:
        return
    from PIL import Image
    # A JPEG decoder may round otherwise: on smooth pictures by a step.
    slopes = numpy.linspace(0, 1, 16)
    for mode, ending, most in [("L", "png", 0), ("RGB", "png", 0), ("RGBA", "png", 1), ("I;16", "png", 1),
                               ("P", "png", 0), ("RGB", "jpg", 2), ("L", "jpg", 2)]:
        channels = 3 if mode in ("RGB", "RGBA", "P") else 1
        folder = f"pictures-{mode.replace(';', '')}-{ending}"
        os.makedirs(folder)
        wanted = []
        for index in range(COUNT):
            ends = random.integers(0, 255, (2, channels))
            plane = (ends[0] + (ends[1] - ends[0]) * slopes[None, :, None] * numpy.ones((16, 1, 1))).round()
            image = Image.fromarray(plane.astype(numpy.uint8).squeeze())
            if mode == "P":
                image = image.quantize(64)
                plane = numpy.asarray(image.convert("RGB"))
            elif mode == "I;16":
                image = Image.fromarray((plane.squeeze() * 257).astype(numpy.uint16))
            elif mode == "RGBA":
                image = image.convert("RGBA")
                image.putalpha(200)
                white = Image.new("RGBA", image.size, "white")
                plane = numpy.asarray(Image.alpha_composite(white, image).convert("RGB"))
            image.save(f"{folder}/{index:02}.{ending}", **({"subsampling": 0} if ending == "jpg" else {}))
            if ending == "jpg":
                plane = numpy.asarray(Image.open(f"{folder}/{index:02}.jpg"))
            wanted.append(plane)
        color = "" if channels == 3 else ", color: grey"
        found = arrays(folder, f"{{dataset: images, path: {folder}, size: 16{color}}}", (16, 16, channels), ", tanh")
        tell(f"pictures of {mode}, .{ending}", "PIL", same(found, wanted, most))
    for index in range(COUNT):
        os.makedirs(f"clips/{index:02}")
        for frame in range(4):
            step = random.integers(0, 255, (8, 8)).astype(numpy.uint8)
            Image.fromarray(step).save(f"clips/{index:02}/{frame}.png")
    wanted = [numpy.stack([numpy.asarray(Image.open(path)) for path in sorted(glob.glob(f"clips/{i:02}/*"))], -1)
              for i in range(COUNT)]
    found = arrays("clips-folder", "{dataset: clips, path: clips, frames: 4, size: 8}", (8, 8, 4), ", tanh")
    tell("clips, folders of .png", "PIL", same(found, wanted))
    numpy.save("clips.npy", numpy.stack(wanted).transpose(0, 3, 1, 2))
    found = arrays("clips-array", "{dataset: clips, path: clips.npy, frames: 4, size: 8}", (8, 8, 4), ", tanh")
    tell("clips, .npy", "numpy", same(found, wanted))


def sounds():
    soundfile, scipy = installed("soundfile"), installed("scipy")
    if soundfile is None or scipy is None:
        return
    import scipy.io.wavfile
    import scipy.signal
    for kind in ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]:
        folder = f"sounds-{kind}".lower()
        os.makedirs(folder)
        wanted, slower = [], []
        for index in range(COUNT):
            wave = 0.5 * numpy.sin(numpy.arange(64)[:, None] * random.random(2)) * [1, 0.5]
            soundfile.write(f"{folder}/{index:02}.wav", wave, 8000, subtype=kind)
            mono = soundfile.read(f"{folder}/{index:02}.wav")[0].mean(1)
            wanted.append(mono)
            slower.append(numpy.pad(scipy.signal.resample_poly(mono, 3000, 8000), (0, 8))[:32])
        for rate, length, values, package in [(8000, 64, wanted, "soundfile"), (3000, 32, slower, "scipy")]:
            data = f"{{dataset: sounds, path: {folder}, length: {length}, rate: {rate}}}"
            found = arrays(f"{folder}-{rate}", data, (1, length, 1), ", tanh")
            tell(f"stereo sounds of {kind} at {rate} Hz, .wav", package, same(found, values, 2e-6))


def texts():
    lines = ["".join(random.choice(list("abc é€"), random.integers(1, 9))).strip() or "a" for _ in range(COUNT)]
    with open("lines.txt", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    symbols = len(set("".join(lines))) + 1
    longest = max(map(len, lines))
    layers = f"dense: {longest * symbols}, reshape: [1, {longest}, {symbols}], softmax"
    found = []
    for path in samples("texts", "{dataset: text, path: lines.txt}", layers, ".txt"):
        with open(path, encoding="utf-8") as file:
            found += file.read().splitlines()
    global failed
    failed = failed or sorted(found) != sorted(lines)
    print(f"{'reads the same' if sorted(found) == sorted(lines) else 'DIFFERS':15} {'lines of UTF-8, .txt':44} "
          f"python {sys.version.split()[0]}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for part in [tables, numbers, pictures, sounds, texts]:
            part()
    return failed


sys.exit(main())
