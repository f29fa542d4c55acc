#!/usr/bin/env python3
"""Other people's programs on the samples that saddle writes: each must read what the others read.

    python3 Tests/Readers/samples.py .build/release/saddle

Trains small runs for a few iterations in a temporary folder, writes their samples in every format, and reads them: CSV
by pandas, .npy by NumPy, pictures by Pillow, sounds by soundfile and SciPy, IDX by idx2numpy, ONNX models by
onnxruntime. Values are held against those of the CSV file or of .npy. What is not installed is named and left out; the
exit status is 1 where any reader differs. pip install pandas numpy pillow soundfile scipy idx2numpy onnxruntime
"""
import csv
import glob
import importlib
import importlib.metadata
import os
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failed = False


def reader(package):
    try:
        return importlib.import_module(package)
    except ImportError:
        print(f"{package}: not installed, left out")
        return None


def version(package):
    return importlib.metadata.version({"PIL": "pillow"}.get(package, package))


def tell(what, package, isRight):
    global failed
    failed = failed or not isRight
    print(f"{'reads the same' if isRight else 'DIFFERS':15} {what:30} {package} {version(package)}")


def saddle(*arguments):
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def trained(name, text):
    """The folder of a run of this experiment."""
    with open(f"{name}.yaml", "w") as file:
        file.write(f"name: {name}\n{text}\ntraining: {{iterations: 10}}\n"
                   "evaluation: {every: 10, critic: {iterations: 10}}\n")
    saddle("run", f"{name}.yaml", "-q")
    return glob.glob(f"results/{name}/*/")[0]


def networks(last, first="flatten"):
    return ("noise: {dimension: 4}\n"
            f"generator: {{layers: [dense: 16, relu, {last}]}}\n"
            f"discriminator: {{layers: [{first}, dense: 16, relu, dense: 1]}}")


def tables():
    run = trained("table", f"data: {{dataset: table, path: {ROOT}/experiments/tables/loans.csv}}\n"
                  + networks("table", "dense: 16"))
    saddle("sample", run, "--count", "300", "--output", "rows.csv")
    with open("rows.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    if pandas := reader("pandas"):
        table = pandas.read_csv("rows.csv", parse_dates=["date"])
        same = [row["region"] for row in rows] == list(table["region"])
        same &= [float(row["income"]) for row in rows] == list(table["income"])
        same &= [row["score"] == "" for row in rows] == list(table["score"].isna())
        tell("table .csv", "pandas", same and table["date"].dtype.kind == "M" and table["defaulted"].dtype == bool)


def pictures():
    run = trained("pictures", "data: {dataset: digits}\n" + networks("dense: 64, tanh, reshape: [8, 8, 1]"))
    numpy = reader("numpy")
    for file in ("digits.npy", "digits.idx"):
        saddle("sample", run, "--count", "20", "--output", file)
    saddle("sample", run, "--count", "20", "--format", "png", "--output", "digits")
    if numpy is None:
        return
    values = numpy.load("digits.npy")
    tell("pictures .npy", "numpy", values.shape[:3] == (20, 8, 8))
    values = values.reshape(20, 8, 8)
    if idx := reader("idx2numpy"):
        tell("pictures .idx", "idx2numpy", (idx.convert_from_file("digits.idx").reshape(20, 8, 8) == values).all())
    if reader("PIL"):
        from PIL import Image
        found = numpy.stack([numpy.asarray(Image.open(path)) for path in sorted(glob.glob("digits/*.png"))])
        # A pixel of these digits counts from 0 to 16, and is written from 0 to 255.
        tell("pictures .png", "PIL", found.shape == (20, 8, 8) and abs(found / 255 - values / 16).max() < 0.1)
    clips()
    saddle("sample", run, "--count", "20", "--noise", "--output", "noise.npy")
    saddle("sample", run, "--count", "20", "--raw", "--output", "raw.npy")
    saddle("export", run, "--format", "onnx", "--output", "generator.onnx")
    if runtime := reader("onnxruntime"):
        session = runtime.InferenceSession("generator.onnx")
        made = session.run(None, {session.get_inputs()[0].name: numpy.load("noise.npy")})[0]
        tell("generator .onnx", "onnxruntime", abs(made.reshape(20, 8, 8) - numpy.load("raw.npy").reshape(20, 8, 8)).max() < 1e-5)


def clips():
    import numpy
    steps = numpy.arange(40 * 8 * 5 * 4, dtype=numpy.int64).reshape(40, 8, 5, 4)
    numpy.save("moving.npy", (steps * 37 % 256).astype(numpy.uint8))
    run = trained("clips", "data: {dataset: clips, path: moving.npy, frames: 8}\n"
                  + networks("dense: 160, tanh, reshape: [5, 4, 8]"))
    saddle("sample", run, "--count", "3", "--format", "png", "--output", "moving")
    saddle("sample", run, "--count", "3", "--output", "made.npy")
    if reader("PIL"):
        from PIL import Image, ImageSequence
        values = numpy.load("made.npy").reshape(3, 5, 4, 8)
        same = True
        for index, path in enumerate(sorted(glob.glob("moving/*.png"))):
            frames = [numpy.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(Image.open(path))]
            same &= len(frames) == 8 and (numpy.stack(frames, -1) == values[index]).all()
        tell("clips .png", "PIL", same)


def sounds():
    run = trained("sounds", f"data: {{dataset: sounds, path: {ROOT}/experiments/sounds/plucks.wav, length: 512, "
                  "longer: pieces}\n" + networks("dense: 512, tanh, reshape: [1, 512, 1]"))
    saddle("sample", run, "--count", "5", "--format", "wav", "--output", "plucks")
    saddle("sample", run, "--count", "5", "--output", "plucks.npy")
    numpy = reader("numpy")
    paths = sorted(glob.glob("plucks/*.wav"))
    if numpy is None:
        return
    values = numpy.load("plucks.npy").reshape(5, 512)
    if soundfile := reader("soundfile"):
        found = numpy.stack([soundfile.read(path)[0] for path in paths])
        tell("sounds .wav", "soundfile", abs(found - values).max() < 1 / 16384)
    if reader("scipy"):
        from scipy.io import wavfile
        found = [wavfile.read(path) for path in paths]
        same = all(rate == 4000 and len(sound) == 512 for rate, sound in found)
        tell("sounds .wav", "scipy", same and abs(found[0][1] / 32768 - values[0]).max() < 1 / 16384)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        tables()
        pictures()
        sounds()
    return failed


sys.exit(main())
