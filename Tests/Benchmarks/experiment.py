"""The part of an experiment file that a peer needs, read with PyYAML."""

import dataclasses

import yaml


@dataclasses.dataclass
class Layer:
    """A layer with its keys; a layer's shorthand stands under the key it is short for."""

    name: str
    keys: dict

    def __getitem__(self, key):
        return self.keys[key]

    def get(self, key, default):
        return self.keys.get(key, default)


@dataclasses.dataclass
class Experiment:
    name: str
    shape: list  # of one real sample, channels last
    noise: int
    generator: list
    discriminator: list
    batch: int
    rate: float
    betas: tuple
    real: float  # the discriminator's targets
    fake: float

    @property
    def has_batch_statistics(self):
        return any(layer.name == "batch_norm" for layer in self.discriminator)


SHORTHANDS = {"dense": "units", "leaky_relu": "slope", "reshape": "shape"}


def layer(node):
    if isinstance(node, str):
        return Layer(node, {})
    ((name, value),) = node.items()
    if isinstance(value, dict):
        return Layer(name, value)
    if name not in SHORTHANDS:
        raise SystemExit(f"the peers do not know the layer '{name}: {value}'")
    return Layer(name, {SHORTHANDS[name]: value})


def read(path):
    """Reads what the peers build. What they cannot build is refused, so that no comparison is of different work."""
    with open(path) as file:
        document = yaml.safe_load(file)

    def expect(what, value, wanted):
        if value != wanted:
            raise SystemExit(f"{path}: the peers know only {what} {wanted}, not {value}")

    expect("the data", document["data"]["dataset"], "random")
    expect("the loss", document["loss"], "non_saturating")
    expect("the fakes", document["training"].get("fakes"), "reuse")
    expect("the order", document["training"].get("order"), None)
    expect("no sweep,", document.get("sweep"), None)
    optimizers = [document[player]["optimizer"] for player in ("generator", "discriminator")]
    expect("one optimizer for both,", optimizers[0], optimizers[1])
    expect("the optimizer", list(optimizers[0]), ["adam"])
    adam = optimizers[0]["adam"]
    smoothing = document.get("label_smoothing", {})
    return Experiment(
        name=document["name"],
        shape=document["data"]["shape"],
        noise=document["noise"]["dimension"],
        generator=[layer(node) for node in document["generator"]["layers"]],
        discriminator=[layer(node) for node in document["discriminator"]["layers"]],
        batch=document["training"]["batch_size"],
        # PyYAML reads 2e-4 as a string.
        rate=float(adam["learning_rate"]),
        betas=tuple(float(beta) for beta in adam["betas"]),
        real=float(smoothing.get("real", 1)),
        fake=float(smoothing.get("fake", 0)),
    )
