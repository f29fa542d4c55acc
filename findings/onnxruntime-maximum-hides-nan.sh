#!/usr/bin/env bash
# onnxruntime 1.32.0 (CPU): a NaN disappears in a maximum, or does not, depending on where it stands.
#
# A good guess: NaN in, NaN out, as in PyTorch and numpy, so a broken generator shows. Seen: MaxPool and GlobalMaxPool
# pass over NaN, ReduceMax returns it only if it comes first, while Relu, Clip and Max keep it. onnx's own reference
# evaluator hides it in MaxPool as well.
#   MaxPool [1 2; nan 3]      3
#   GlobalMaxPool             3
#   ReduceMax (nan, 1, -1)    nan
#   ReduceMax (1, nan, -1)    1
#   Max with 0, Relu, Clip    nan
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

nan = np.nan

def run(kind, x, constants=(), shape=None, **attributes):
    x = np.array(x, np.float32)
    node = helper.make_node(kind, ["x"] + [name for name, _ in constants], ["y"], **attributes)
    result = session([node], [("x", TensorProto.FLOAT, x.shape)], [("y", TensorProto.FLOAT, shape or x.shape)],
                     constants).run(None, {"x": x})[0]
    return float(result.ravel()[0])

limits = [("least", np.array(-1, np.float32)), ("most", np.array(1, np.float32))]
seen = {
    "MaxPool": run("MaxPool", [[[[1, 2], [nan, 3]]]], shape=[1, 1, 1, 1], kernel_shape=[2, 2]),
    "GlobalMaxPool": run("GlobalMaxPool", [[[[1, 2], [nan, 3]]]], shape=[1, 1, 1, 1]),
    "ReduceMax, first": run("ReduceMax", [nan, 1, -1], shape=[1]),
    "ReduceMax, second": run("ReduceMax", [1, nan, -1], shape=[1]),
    "Max": run("Max", [nan], [("zero", np.zeros(1, np.float32))]),
    "Relu": run("Relu", [nan]),
    "Clip": run("Clip", [nan], limits),
}
for name, value in seen.items():
    print(f"{name:18} {value:g}")
assert [f"{value:g}" for value in seen.values()] == ["3", "3", "nan", "1", "nan", "nan", "nan"]
PYTHON
