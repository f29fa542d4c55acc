"""Has onnx check exported models in full and onnxruntime run them: outputs are those of the engine, within float rounding.
`ExportTests` writes the models and reads the list of those that passed.

    SADDLE_ONNX=/tmp/onnx swift test --filter ExportTests/writesTheInputsOfTheScript
    python3 Tests/EngineTests/Export/export.py /tmp/onnx Tests/EngineTests/Export/proved.json

Last run with onnx 1.23.2, onnxruntime 1.32.0 and NumPy 2.4.6.
"""
import json, pathlib, sys
import numpy, onnx, onnxruntime

# Of the largest output. Draws of categories divide by a temperature what was computed from a logarithm.
TOLERANCE = 1e-5


def channels_first(values, shape):
    rows = numpy.array(values, numpy.float32).reshape(-1, *shape)
    return rows.transpose(0, 3, 1, 2) if len(shape) == 3 else rows


folder, target = map(pathlib.Path, sys.argv[1:])
proved, failures, worst = {}, [], 0
for path in sorted(folder.glob("*.onnx")):
    case = json.loads(path.with_suffix(".json").read_text())
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        batch = len(case["labels"]) // 3
        given = {"x": channels_first(case["x"], case["shape"]),
                 "label": numpy.array(case["labels"], numpy.float32).reshape(batch, 3),
                 "gumbel": numpy.array(case["gumbel"], numpy.float32).reshape(batch, -1)}
        found, = session.run(None, {i.name: given[i.name] for i in session.get_inputs()})
        expected = channels_first(case["y"], case["outputShape"])
        assert found.shape == expected.shape, f"{found.shape}, not {expected.shape}"
        error = numpy.abs(found - expected).max() / max(1, numpy.abs(expected).max())
        assert error <= TOLERANCE, f"off by {error:.2g}"
        worst = max(worst, error)
        proved[case["name"]] = case["fingerprint"]
    except Exception as error:
        failures.append(f"{case['name']}: {str(error)[:300]}")
target.write_text(json.dumps(proved, indent=0, sort_keys=True, ensure_ascii=False) + "\n")
print(f"{len(proved)} models agree, the worst within {worst:.2g}; {len(failures)} do not", *failures, sep="\n")
sys.exit(bool(failures))
