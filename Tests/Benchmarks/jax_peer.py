"""One iteration of an experiment in JAX, compiled as a whole: python jax_peer.py FILE. Speaks as turns.py says."""

import sys

import jax
import jax.numpy as jnp
import optax

import experiment
import turns


def convolution(x, weights, padding, strides=(1, 1), dilation=(1, 1)):
    return jax.lax.conv_general_dilated(
        x, weights, strides, [(padding, padding)] * 2, lhs_dilation=dilation, dimension_numbers=("NHWC", "HWIO", "NHWC"))


def build(layers, shape, key):
    """Parameters and the function (parameters, x) -> y of the layers; shape is that of a sample, channels last."""
    parameters, functions = [], []
    for layer in layers:
        key, own = jax.random.split(key)
        values = {}
        if layer.name == "dense":
            values = {"w": 0.02 * jax.random.normal(own, (shape[0], layer["units"])), "b": jnp.zeros(layer["units"])}
            function = lambda p, x: x @ p["w"] + p["b"]
        elif layer.name in ("conv2d", "conv_transpose2d"):
            kernel, stride, padding = layer["kernel"], layer.get("stride", 1), layer.get("padding", 0)
            values = {"w": 0.02 * jax.random.normal(own, (kernel, kernel, shape[-1], layer["filters"]))}
            if layer.get("bias", True):
                values["b"] = jnp.zeros(layer["filters"])
            if layer.name == "conv2d":
                function = lambda p, x, s=stride, d=padding: convolution(x, p["w"], d, (s, s)) + p.get("b", 0)
            else:
                # The gradient of a convolution: zeros between the inputs, and what the padding left out around them.
                function = lambda p, x, s=stride, d=kernel - 1 - padding: (
                    convolution(x, p["w"], d, dilation=(s, s)) + p.get("b", 0))
        elif layer.name == "batch_norm":
            values = {"scale": jnp.ones(shape[-1]), "shift": jnp.zeros(shape[-1])}

            def function(p, x):
                axes = tuple(range(x.ndim - 1))
                return (x - x.mean(axes)) * jax.lax.rsqrt(x.var(axes) + 1e-5) * p["scale"] + p["shift"]
        elif layer.name == "relu":
            function = lambda p, x: jax.nn.relu(x)
        elif layer.name == "leaky_relu":
            function = lambda p, x, slope=layer.get("slope", 0.2): jax.nn.leaky_relu(x, slope)
        elif layer.name == "tanh":
            function = lambda p, x: jnp.tanh(x)
        elif layer.name == "flatten":
            function = lambda p, x: x.reshape(x.shape[0], -1)
        elif layer.name == "reshape":
            function = lambda p, x, target=tuple(layer["shape"]): x.reshape(x.shape[0], *target)
        else:
            raise SystemExit(f"the JAX peer does not know the layer '{layer.name}'")
        shape = jax.eval_shape(function, values, jnp.zeros((1, *shape))).shape[1:]
        parameters.append(values)
        functions.append(function)

    def network(parameters, x):
        for own, function in zip(parameters, functions):
            x = function(own, x)
        return x

    return parameters, network


def iteration(spec):
    """A function that does one iteration, and one that waits for all of them."""
    keys = jax.random.split(jax.random.PRNGKey(0), 4)
    g, generate = build(spec.generator, (spec.noise,), keys[0])
    d, discriminate = build(spec.discriminator, tuple(spec.shape), keys[1])
    adam = optax.adam(spec.rate, *spec.betas)
    real = jnp.clip(jax.random.normal(keys[2], (spec.batch, *spec.shape)), -1, 1)

    def cross_entropy(logits, targets):
        return optax.sigmoid_binary_cross_entropy(logits, targets).sum() / spec.batch

    def discriminator_loss(d, fakes):
        if spec.has_batch_statistics:
            return (cross_entropy(discriminate(d, real), spec.real)
                    + cross_entropy(discriminate(d, fakes), spec.fake))
        logits = discriminate(d, jnp.concatenate([real, fakes]))
        return cross_entropy(logits[:spec.batch], spec.real) + cross_entropy(logits[spec.batch:], spec.fake)

    def step(state):
        g, d, adam_g, adam_d, key = state
        key, own = jax.random.split(key)
        z = jax.random.normal(own, (spec.batch, spec.noise))
        fakes, pull = jax.vjp(lambda g: generate(g, z), g)
        updates, adam_d = adam.update(jax.grad(discriminator_loss)(d, fakes), adam_d)
        d = optax.apply_updates(d, updates)
        slope = jax.grad(lambda fakes: cross_entropy(discriminate(d, fakes), 1.0))(fakes)
        updates, adam_g = adam.update(pull(slope)[0], adam_g)
        return optax.apply_updates(g, updates), d, adam_g, adam_d, key

    compiled = jax.jit(step, donate_argnums=0)
    state = [(g, d, adam.init(g), adam.init(d), keys[3])]

    def iterate():
        state[0] = compiled(state[0])

    return iterate, lambda: jax.block_until_ready(state[0])


if __name__ == "__main__":
    turns.serve(f"JAX {jax.__version__}", *iteration(experiment.read(sys.argv[1])))
