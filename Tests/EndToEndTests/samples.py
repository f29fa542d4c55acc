"""Reads what `saddle sample` writes with NumPy and pandas, and computes the same samples from the checkpoint and the
noise alone. Last run with NumPy 2.4, pandas 2.3, safetensors 0.8 and onnxruntime 1.32:

    pip install numpy pandas safetensors onnxruntime
    python3 Tests/EndToEndTests/samples.py .build/debug/saddle
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
import pandas
from safetensors.numpy import load_file

saddle = os.path.abspath(sys.argv[1])
os.chdir(tempfile.mkdtemp())
generator = numpy.random.default_rng(0)
table = pandas.DataFrame({"weight, kg": generator.normal(70, 12, 400).round(1), "steps": generator.integers(0, 9999, 400)})
table.to_csv("table.csv", index=False)
pathlib.Path("table.yaml").write_text("""
name: table
data: {dataset: csv, path: table.csv}
noise: {dimension: 3}
generator: {layers: [dense: 8, leaky_relu: 0.2, dense: 2]}
discriminator: {layers: [dense: 8, relu, dense: 1]}
training: {iterations: 200}
evaluation: {every: 200, critic: {iterations: 20}}
""")
subprocess.run([saddle, "run", "table.yaml"], check=True, capture_output=True)
run = str(next(pathlib.Path("results/table").glob("run-*")))


def sample(name, *options):
    subprocess.run([saddle, "sample", run, "--output", name, *options], check=True)
    return name


numbers = numpy.load(sample("fake.npy", "--count", "3000"))
frame = pandas.read_csv(sample("fake.csv", "--count", "3000"))
assert list(frame.columns) == list(table.columns) and frame.shape == (3000, 2)
assert numpy.allclose(frame.to_numpy(), numbers, rtol=0, atol=5e-6 * table.to_numpy().std(0))

real = pandas.concat([pandas.read_csv(sample(f"{kind}.csv", f"--{kind}")) for kind in ("real", "training")])
order = list(table.columns)
assert numpy.allclose(real.sort_values(order).to_numpy(), table.sort_values(order).to_numpy(), rtol=1e-9)

# The generator again, from its checkpoint and its noise.
noise = numpy.load(sample("noise.npy", "--noise", "--count", "3000"))
raw = numpy.load(sample("raw.npy", "--raw", "--count", "3000"))
weights = load_file(f"{run}/checkpoints/iteration-200.safetensors")
hidden = noise @ weights["generator.0.weight"].T + weights["generator.0.bias"]
hidden = numpy.where(hidden > 0, hidden, 0.2 * hidden)
outputs = hidden @ weights["generator.2.weight"].T + weights["generator.2.bias"]
assert numpy.abs(outputs - raw).max() < 1e-5
# And the scaling: means and standard deviations of the training samples.
training = pandas.read_csv("training.csv").to_numpy()
assert numpy.allclose(training.mean(0) + training.std(0) * raw, numbers, rtol=1e-6)

# The exported generator, by onnxruntime, where that is installed: as the networks see samples, and in the data's units.
try:
    import onnxruntime
except ImportError:
    print("onnxruntime is not installed: the exported generator was not run")
else:
    for options, expected, tolerance in [([], raw, 1e-5), (["--units"], numbers, 1e-6 * numpy.abs(numbers).max())]:
        subprocess.run([saddle, "export", run, "--output", "generator.onnx", *options], check=True)
        session = onnxruntime.InferenceSession("generator.onnx", providers=["CPUExecutionProvider"])
        samples, = session.run(["samples"], {"noise": noise})
        assert numpy.abs(samples - expected).max() <= tolerance, numpy.abs(samples - expected).max()
    print("onnxruntime", onnxruntime.__version__, "makes the same samples")

print("NumPy", numpy.__version__, "and pandas", pandas.__version__, "read the same samples")
