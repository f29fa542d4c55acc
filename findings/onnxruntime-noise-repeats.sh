#!/usr/bin/env bash
# onnxruntime 1.32.0 (CPU): a generator that draws its noise inside the ONNX graph makes the same samples in every
# session.
#
# A good guess: without a seed attribute RandomNormal differs from run to run of the program, as the specification says
# ("if not specified we will auto generate one"). Seen: each new session starts from one fixed state: workers that load
# the model make copies of each other. Dropout in training mode does differ. Noise is better an input.
#   RandomNormal   equal in two sessions: True    twice in one session: False
#   Bernoulli      equal in two sessions: True
#   Dropout        equal in two sessions: False
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

one = np.full(64, 0.5, np.float32)
value = [("y", TensorProto.FLOAT, [64])]
nodes = {
    "RandomNormal": ([helper.make_node("RandomNormal", [], ["y"], shape=[64])], []),
    "Bernoulli": ([helper.make_node("Bernoulli", ["x"], ["y"])], []),
    "Dropout": ([helper.make_node("Dropout", ["x", "ratio", "training"], ["y"])],
                [("ratio", np.array(0.5, np.float32)), ("training", np.array(True))]),
}
seen = {}
for name, (graph, constants) in nodes.items():
    inputs = [("x", TensorProto.FLOAT, [64])] if graph[0].input else []
    feed = {"x": one} if inputs else {}
    sessions = [session(graph, inputs, value, constants) for _ in range(2)]
    first, other = (each.run(None, feed)[0] for each in sessions)
    again = sessions[0].run(None, feed)[0]
    seen[name] = np.array_equal(first, other), np.array_equal(first, again)
    print(f"{name:13} equal in two sessions: {seen[name][0]}, twice in one session: {seen[name][1]}")
assert seen == {"RandomNormal": (True, False), "Bernoulli": (True, False), "Dropout": (False, False)}
PYTHON
