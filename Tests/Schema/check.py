#!/usr/bin/env python3
"""Whether every shipped experiment fits the schema that `saddle schema` prints, and planted mistakes do not.

    python3 -m venv venv && venv/bin/pip install jsonschema==4.25.1 PyYAML==6.0.3
    venv/bin/python Tests/Schema/check.py .build/release/saddle

PyYAML reads YAML 1.1, in which 1e-3 is text; editors and Saddle read 1.2, so numbers are read that way here, too.
"""
import glob, json, os, re, subprocess, sys
import jsonschema, yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MISTAKES = {  # a change of the first experiment, and what it is
    "an unknown key": lambda file: file.update(seeed=1),
    "an unknown layer": lambda file: file["generator"]["layers"].append("relo"),
    "a key of a layer that it has not": lambda file: file["generator"]["layers"].append({"dense": {"unit": 3}}),
    "a layer without its size": lambda file: file["generator"]["layers"].append("dense"),
    "a rate below 0": lambda file: file["generator"].update(optimizer={"adam": {"learning_rate": -1}}),
    "text for a number": lambda file: file["training"].update(iterations="many"),
    "a list for a section": lambda file: file.update(training=[1]),
    "no data": lambda file: file.pop("data"),
    "a dataset that is none": lambda file: file.update(data={"dataset": "rings"}),
    "a loss that is none": lambda file: file.update(loss="hing"),
}


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:float"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"), list("-+.0123456789"))


def load(path):
    with open(path) as file:
        return yaml.load(file, Loader)


def main():
    schema = json.loads(subprocess.run([sys.argv[1], "schema"], check=True, capture_output=True, text=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    experiments = sorted(glob.glob(os.path.join(ROOT, "experiments", "**", "*.yaml"), recursive=True))
    for path in experiments:
        for error in validator.iter_errors(load(path)):
            failures += 1
            print(f"{os.path.relpath(path, ROOT)}: {error.json_path}: {error.message[:200]}")
    for name, change in MISTAKES.items():
        file = load(os.path.join(ROOT, "experiments", "ring.yaml"))
        change(file)
        if validator.is_valid(file):
            failures += 1
            print(f"{name} is not seen")
    print(f"{len(experiments)} experiments, {len(MISTAKES)} mistakes, {failures} failures")
    sys.exit(1 if failures else 0)


main()
