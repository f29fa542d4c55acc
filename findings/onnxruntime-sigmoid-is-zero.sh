#!/usr/bin/env bash
# onnxruntime 1.32.0 (CPU): Sigmoid is exactly 0 below -18, and up to 5 times too large just above.
#
# A good guess: a float32 sigmoid is right to a few units in the last place down to 1e-38, as exp is. Seen: an
# approximation with an absolute error, cut at 18. A discriminator exported with its sigmoid says "impossible" where the
# logit said -20, and -log of it is infinite. Export the logit.
#   x      onnxruntime  exact
#   -17    8.94e-08     4.14e-08
#   -18.5  0.00e+00     9.24e-09
#   -50    0.00e+00     1.93e-22
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

def session(nodes, inputs, outputs, constants=()):
    """inputs, outputs: (name, type, shape); constants: (name, array)."""
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info(*value) for value in inputs],
                              [helper.make_tensor_value_info(*value) for value in outputs],
                              [numpy_helper.from_array(array, name) for name, array in constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

x = np.array([-17, -18.5, -50], np.float32)
sigmoid = session([helper.make_node("Sigmoid", ["x"], ["y"])], [("x", TensorProto.FLOAT, [3])],
                  [("y", TensorProto.FLOAT, [3])])
seen = sigmoid.run(None, {"x": x})[0]
exact = 1 / (1 + np.exp(-x.astype(np.float64)))
for row in zip(x, seen, exact):
    print("{:6} {:.2e} {:.2e}".format(*row))
grid = np.linspace(-18, 18, 10001).astype(np.float32)
sigmoid = session([helper.make_node("Sigmoid", ["x"], ["y"])], [("x", TensorProto.FLOAT, [len(grid)])],
                  [("y", TensorProto.FLOAT, [len(grid)])])
ratio = sigmoid.run(None, {"x": grid})[0] * (1 + np.exp(-grid.astype(np.float64)))
print(f"-18..18: {ratio.min():.2f} to {ratio.max():.2f} times the exact value")
assert seen[1] == seen[2] == 0 and (ratio.max() > 1.5 or ratio.min() < 0.5)
PYTHON
