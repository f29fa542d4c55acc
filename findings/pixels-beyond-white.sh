#!/usr/bin/env bash
# h5py 3.16.0, zarr 3.1.6, jax 0.10.2 and others: a generated pixel beyond white is white or black by library.
#
# A good guess: where an array of floats meets one of bytes, files and frameworks do what numpy's astype does, and 300
# becomes 44. Seen: h5py, jax and Pillow stop at 0 and 255; numpy, torch, zarr and onnxruntime go round. A generator
# without tanh, or an average of two decoders, passes 255 by a little at its whitest pixels: black dots through one
# library, none through another. All cut 254.9 to 254, which a rounding writer does not.
#   value                             -3    -0.6   0.6   254.9   256   300
#   numpy, torch, zarr, onnxruntime   253   0      0     254     0     44
#   h5py, jax, Pillow                 0     0      0     254     255   255
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 jax==0.10.2 h5py==3.16.0 zarr==3.1.6 onnx==1.23.2 onnxruntime==1.32.0 pillow==13.0.0 \
    numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings
import h5py
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
import torch
import zarr
from onnx import TensorProto, helper
from PIL import Image

warnings.filterwarnings("ignore")
values = np.array([-3, -0.6, 0.6, 254.9, 256, 300], "float32")

def hdf5():
    with h5py.File("pictures.h5", "w") as file:
        file.create_dataset("x", (6,), dtype="uint8")[...] = values
        return file["x"][...]

def zarr_array():
    array = zarr.create_array("pictures.zarr", shape=(6,), dtype="uint8")
    array[:] = values
    return array[:]

def cast():
    ends = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [6]),
            helper.make_tensor_value_info("y", TensorProto.UINT8, [6])]
    graph = helper.make_graph([helper.make_node("Cast", ["x"], ["y"], to=TensorProto.UINT8)], "g", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": values})[0]

seen = {"numpy": values.astype("uint8"), "torch": torch.tensor(values).to(torch.uint8).numpy(), "zarr": zarr_array(),
        "onnxruntime": cast(), "h5py": hdf5(), "jax": np.asarray(jnp.asarray(values).astype("uint8")),
        "Pillow": np.asarray(Image.fromarray(values[None]).convert("L"))[0]}
for name, pixels in seen.items():
    print(f"{name:12}", *(f"{pixel:3}" for pixel in pixels))
    stops = name in ("h5py", "jax", "Pillow")
    assert pixels.tolist() == ([0, 0, 0, 254, 255, 255] if stops else [253, 0, 0, 254, 0, 44])
PYTHON
