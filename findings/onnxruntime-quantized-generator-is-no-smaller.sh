#!/usr/bin/env bash
# onnxruntime 1.32.0: dynamic quantization makes a discriminator a quarter of its size and leaves a generator as it was.
#
# A good guess: quantize_dynamic stores weights in 8 bits, so that a DCGAN's generator shrinks as its discriminator
# does. Seen: ConvTranspose is not among the operators that it knows: every weight of the generator stays float32,
# without a word, and the file grows by a few bytes. Asking for it by name (op_types_to_quantize) changes nothing.
#   bytes          float32   8 bits
#   discriminator  537,000   135,000
#   generator      537,000   537,000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import os
import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic

logging.disable(logging.WARNING)
random = np.random.default_rng(0)

def save(name, operator, shapes, x):
    weights = [numpy_helper.from_array(random.normal(size=shape).astype(np.float32), f"w{i}")
               for i, shape in enumerate(shapes)]
    nodes = [helper.make_node(operator, [f"x{i}", f"w{i}"], [f"x{i + 1}"], strides=[2, 2], pads=[1, 1, 1, 1])
             for i in range(len(shapes))]
    inputs = [helper.make_tensor_value_info("x0", onnx.TensorProto.FLOAT, x)]
    outputs = [helper.make_tensor_value_info(f"x{len(shapes)}", onnx.TensorProto.FLOAT, [None] * 4)]
    model = helper.make_model(helper.make_graph(nodes, name, inputs, outputs, weights), ir_version=10,
                              opset_imports=[helper.make_opsetid("", 20)])
    onnx.checker.check_model(model)
    onnx.save(model, name)

save("discriminator", "Conv", [(64, 3, 4, 4), (128, 64, 4, 4)], [1, 3, 16, 16])
save("generator", "ConvTranspose", [(128, 64, 4, 4), (64, 3, 4, 4)], [1, 128, 4, 4])
size = {}
for name in ("discriminator", "generator"):
    quantize_dynamic(name, name + "8")
    size[name] = os.path.getsize(name), os.path.getsize(name + "8")
    print(f"{name:13} {size[name][0]:,} bytes, quantized {size[name][1]:,}")
quantize_dynamic("generator", "asked", op_types_to_quantize=["ConvTranspose"])
print("generator, ConvTranspose asked for by name", f"{os.path.getsize('asked'):,}")
assert size["discriminator"][1] < 0.3 * size["discriminator"][0]
assert size["generator"][1] >= size["generator"][0] and os.path.getsize("asked") >= size["generator"][0]
PYTHON
