#!/usr/bin/env bash
# torch 2.13.0, onnxruntime 1.32.0, jax 0.10.2, flax 0.12.8: a class label that does not exist is an error, the last
# class, NaN or nothing, by runtime.
#
# A good guess: an embedding of 5 classes refuses the labels 5 and -1 everywhere. Seen: only torch does. ONNX's Gather
# counts -1 from the end, so a conditional generator that raises in torch silently makes its last class when exported;
# flax gives NaN for 5 and the last class for -1; jax's one_hot gives zeros, its indexing the last row for both.
#                        label 5     label -1
#   torch Embedding      IndexError  IndexError
#   onnxruntime Gather   error       last class
#   flax Embed           nan         last class
#   jax array[label]     last class  last class
#   jax one_hot          zeros       zeros
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 flax==0.12.8 jax==0.10.2 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
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

import flax.linen
import jax
import jax.numpy as jnp
import torch

table = np.arange(10, dtype=np.float32).reshape(5, 2)
gather = session([helper.make_node("Gather", ["table", "label"], ["y"])], [("label", TensorProto.INT64, [1])],
                 [("y", TensorProto.FLOAT, [1, 2])], [("table", table)])
runtimes = {
    "torch Embedding": lambda k: torch.nn.functional.embedding(torch.tensor([k]), torch.tensor(table)).numpy(),
    "onnxruntime Gather": lambda k: gather.run(None, {"label": np.array([k])})[0],
    "flax Embed": lambda k: flax.linen.Embed(5, 2).apply({"params": {"embedding": table}}, jnp.array([k])),
    "jax array[label]": lambda k: jnp.array(table)[jnp.array([k])],
    "jax one_hot": lambda k: jax.nn.one_hot(jnp.array([k]), 5),
}

def outcome(function, label):
    try:
        row = np.asarray(function(label))[0]
    except Exception:
        return "error"
    if np.isnan(row).all():
        return "nan"
    return "zeros" if not row.any() else "last class" if np.array_equal(row, table[-1]) else str(row)

seen = {name: [outcome(function, label) for label in (5, -1)] for name, function in runtimes.items()}
for name, (five, minus) in seen.items():
    print(f"{name:20} {five:11} {minus}")
assert seen == {
    "torch Embedding": ["error", "error"], "onnxruntime Gather": ["error", "last class"],
    "flax Embed": ["nan", "last class"], "jax array[label]": ["last class", "last class"],
    "jax one_hot": ["zeros", "zeros"]}
PYTHON
