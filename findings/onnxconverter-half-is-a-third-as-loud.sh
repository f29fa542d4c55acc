#!/usr/bin/env bash
# onnxconverter-common 1.16.0: a generator of sound converted to float16 is a third as loud.
#
# A good guess: float16 reaches 65,504, so a graph that ends in tanh times 32,767 (samples of 16 bits) converts with an
# error of a thousandth. Seen: convert_float_to_float16 cuts every constant at max_finite_val, which is 10,000 unless
# given, and the loudest sample is 9,950. Small ones are lifted to 0.0000001: an epsilon of 1e-8, as in pixel
# normalization, is ten times as large. Both go by as warnings; the file is valid. max_finite_val=65504 keeps the sound.
#   loudest sample              float32   float16   max_finite_val=65504
#   tanh(3) * 32,767            32,605    9,950     32,605
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    onnxconverter-common==1.16.0 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper
from onnxconverter_common import float16

value = helper.make_tensor_value_info
nodes = [helper.make_node("Tanh", ["x"], ["t"], name="tanh"), helper.make_node("Mul", ["t", "full"], ["y"], name="mul")]
ends = [[value(name, TensorProto.FLOAT, ["n"])] for name in ("x", "y")]
graph = helper.make_graph(nodes, "sound", *ends, [numpy_helper.from_array(np.float32(32767), "full")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)

def loudest(model):
    checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"x": np.linspace(-3, 3, 9, dtype=np.float32)})[0].max()

converted = {"float32": model, "float16": float16.convert_float_to_float16(model, keep_io_types=True),
             "max_finite_val=65504": float16.convert_float_to_float16(model, keep_io_types=True, max_finite_val=65504)}
seen = {name: float(loudest(found)) for name, found in converted.items()}
print(seen)
assert seen["float32"] > 32_000 and 9_900 < seen["float16"] < 10_000
assert abs(seen["max_finite_val=65504"] / seen["float32"] - 1) < 0.002
PYTHON
