"""Trains small GANs in PyTorch, from the weights, samples and noise that the tests write, for the values that
`PyTorchTests` hold the trainer against. Double precision throughout.

    SADDLE_PYTORCH=/tmp/inputs swift test --filter PyTorchTests     writes the inputs, a JSON file for each case
    python3 parity.py /tmp/inputs expected.json                     writes the values (torch 2.13)
"""
import json, sys
import torch
from torch import nn
from torch.nn.functional import softplus
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


# Networks that make points by way of images, with batch norm.
IMAGES = ("consensus_images", "unrolled_images")


class Residual(nn.Module):
    def __init__(self, layers, shortcut=()):
        super().__init__()
        self.layers, self.shortcut = nn.Sequential(*layers), nn.Sequential(*shortcut)

    def forward(self, x):
        return self.layers(x) + self.shortcut(x)


class ConditionalBatchNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm1d(channels, affine=False)
        self.gain, self.bias = nn.Embedding(8, channels), nn.Embedding(8, channels)

    def forward(self, x):
        return self.norm(x) * self.gain(self.labels) + self.bias(self.labels)

    def _load_from_state_dict(self, state, prefix, *rest):
        for name in ("running_mean", "running_var"):
            state[prefix + "norm." + name] = state.pop(prefix + name)
        state[prefix + "norm.num_batches_tracked"] = torch.tensor(0)
        super()._load_from_state_dict(state, prefix, *rest)


class Projection(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.linear = spectral_norm(nn.Linear(inputs, 1))
        # An embedding, whose power iteration starts from the vector of the classes.
        self.embed = spectral_norm(nn.Linear(8, inputs, bias=False))

    def forward(self, x):
        vectors = self.embed(nn.functional.one_hot(self.labels, 8).double())
        return self.linear(x) + (vectors * x).sum(1, keepdim=True)

    def _load_from_state_dict(self, state, prefix, *rest):
        for name in ("bias", "parametrizations.weight.original", "parametrizations.weight.0._u",
                     "parametrizations.weight.0._v"):
            state[prefix + "linear." + name] = state.pop(prefix + name)
        name = prefix + "embed.parametrizations.weight.original"
        state[name] = state[name].T
        super()._load_from_state_dict(state, prefix, *rest)


class ConcatLabel(nn.Module):
    def forward(self, x):
        return torch.cat([x, nn.functional.one_hot(self.labels, 8).double()], 1)


def renamed(state):
    """As the program names them."""
    name = "4.embed.parametrizations.weight.original"
    if name in state:
        state[name] = state[name].T
    return {k.replace("norm.", "").replace("linear.", ""): v for k, v in state.items()
            if "num_batches_tracked" not in k}


def generator(case):
    if case == "projection":
        return nn.Sequential(nn.Linear(3, 16, bias=False), ConditionalBatchNorm(16), nn.Tanh(), nn.Linear(16, 2))
    if case == "auxiliary":
        return nn.Sequential(ConcatLabel(), nn.Linear(11, 16), nn.Tanh(), nn.Linear(16, 2))
    if case in IMAGES:
        return nn.Sequential(
            nn.Linear(3, 16, bias=False), nn.BatchNorm1d(16, eps=0.01), nn.Tanh(), nn.Unflatten(1, (4, 2, 2)),
            nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False), nn.BatchNorm2d(3, eps=0.01), nn.Tanh(),
            nn.Flatten(), nn.Linear(48, 2))
    layer = (lambda a, b: weight_norm(nn.Linear(a, b))) if case == "weight_norm" else nn.Linear
    return nn.Sequential(layer(3, 16), nn.Tanh(), layer(16, 2))


def discriminator(case):
    transform = {"spectral_norm": spectral_norm, "weight_norm": weight_norm,
                 "gradient_accumulation": weight_norm, "absolute_features": spectral_norm}.get(case, lambda layer: layer)
    layer = lambda a, b: transform(nn.Linear(a, b))
    leaky = lambda: nn.LeakyReLU(0.2)
    if case in IMAGES:
        return nn.Sequential(
            nn.Linear(2, 18), leaky(), nn.Unflatten(1, (2, 3, 3)), nn.Conv2d(2, 4, 2, bias=False),
            nn.BatchNorm2d(4, eps=0.01), nn.Tanh(), nn.Flatten(), nn.Linear(16, 8), nn.LayerNorm(8, eps=0.01),
            nn.Sigmoid(), nn.Linear(8, 1))
    if case == "projection":
        return nn.Sequential(spectral_norm(nn.Linear(2, 16)), leaky(), spectral_norm(nn.Linear(16, 16)), leaky(),
                             Projection(16))
    if case == "residual":
        return nn.Sequential(
            nn.Linear(2, 16), Residual([leaky(), nn.Linear(16, 12), leaky(), nn.Linear(12, 16)]),
            Residual([nn.Tanh(), nn.Linear(16, 8)], [nn.Linear(16, 8)]), leaky(), nn.Linear(8, 1))
    return nn.Sequential(layer(2, 16), leaky(), layer(16, 16), leaky(), layer(16, 9 if case == "auxiliary" else 1))


R1_EVERY_4 = ("r1_every_4", "auxiliary", "weight_norm", "gradient_accumulation")


def losses(case):
    """D's loss of real and generated outputs, and G's of generated and real ones."""
    if case in ("gradient_penalty", "one_sided"):
        return lambda r, f: f.mean() - r.mean(), lambda f, r: -f.mean()
    if case == "projection":
        return lambda r, f: (1 - r).relu().mean() + (1 + f).relu().mean(), lambda f, r: -f.mean()
    if case == "relativistic":
        return lambda r, f: softplus(f - r).mean(), lambda f, r: softplus(r - f).mean()
    if case == "relativistic_average":
        def average(high, low):
            return softplus(low.mean() - high).mean() + softplus(low - high.mean()).mean()
        return average, average
    of_d = lambda r, f: softplus(-r).mean() + softplus(f).mean()
    if case in ("consensus_images", "unrolled"):  # minimax
        return of_d, lambda f, r: -softplus(f).mean()
    if case == "unrolled_rmsprop":  # least squares
        return lambda r, f: ((r - 1).square() + f.square()).mean() / 2, lambda f, r: (f - 1).square().mean() / 2
    return of_d, lambda f, r: softplus(-f).mean()


def penalty(case, d, real, fake, made, number):
    """What is added to D's loss."""
    if case in ("gradient_penalty", "one_sided", "max_gradient_penalty"):
        x = torch.tensor(made, dtype=torch.float64)[:, None]
        x = x * real + (1 - x) * fake
    elif case == "dragan":
        x = real + 0.5 * real.std(unbiased=False) * torch.tensor(made, dtype=torch.float64).reshape(real.shape)
    elif case in R1_EVERY_4 and number % 4 == 0:
        x = real.clone()
    else:
        return 0
    x = x.detach().requires_grad_(True)
    norm = torch.autograd.grad(d(x)[:, 0].sum(), x, create_graph=True)[0].square().sum(1)
    if case in R1_EVERY_4:
        return 4 * 2 / 2 * norm.mean()
    if case == "max_gradient_penalty":
        return 0.5 * norm.max()
    excess = norm.sqrt() - (0.5 if case == "one_sided" else 1)
    return 5 * (excess.clamp(min=0) if case == "one_sided" else excess).square().mean()


class Unrolled:
    """A discriminator some updates ahead of itself, as a function of the generator's samples: updates by its own
    optimizer, written out so that they can be differentiated. Its running statistics stay as they are."""

    def __init__(self, case, d, optimizer, loss):
        self.case, self.d, self.optimizer, self.loss = case, d, optimizer, loss

    def __call__(self, parameters, x):
        buffers = {k: v.clone() for k, v in self.d.named_buffers()}
        return torch.func.functional_call(self.d, {**parameters, **buffers}, (x,))

    def step(self, p, g, s, t):
        if self.case == "unrolled_images":
            g = g + 0.1 * p
            v = s["momentum_buffer"] = 0.5 * s["momentum_buffer"] + g
            return p - 0.05 * (g + 0.5 * v)
        if self.case == "unrolled_rmsprop":
            g = g + 0.1 * p
            v = s["square_avg"] = 0.9 * s["square_avg"] + 0.1 * g * g
            return p - 1e-3 * g / (v.sqrt() + 1e-8)
        m = s["exp_avg"] = 0.5 * s["exp_avg"] + 0.5 * g
        v = s["exp_avg_sq"] = 0.999 * s["exp_avg_sq"] + 0.001 * g * g
        return p - 1e-3 * m / (1 - 0.5 ** t) / ((v / (1 - 0.999 ** t)).sqrt() + 1e-8)

    def after(self, steps, real, fake, number):
        """Parameters after the updates that follow update `number`, counted from 1."""
        held = self.case == "unrolled_held"
        fake = fake.detach() if held else fake
        parameters = dict(self.d.named_parameters())
        state = {k: dict(self.optimizer.state[p]) for k, p in parameters.items()}
        for i in range(steps):
            loss = self.loss(self(parameters, real), self(parameters, fake))
            gradients = torch.autograd.grad(loss, list(parameters.values()), create_graph=not held)
            parameters = {k: self.step(p, g, state[k], number + i + 1)
                          for (k, p), g in zip(parameters.items(), gradients)}
            if held:
                parameters = {k: p.detach().requires_grad_(True) for k, p in parameters.items()}
        return parameters


def train(case, inputs):
    tensor = lambda x: torch.tensor(x, dtype=torch.float64)
    g, d = generator(case).double(), discriminator(case).double()
    for network, name in ((g, "generator"), (d, "discriminator")):
        state = {k[len(name) + 1:]: tensor(v["values"]).reshape(v["shape"])
                 for k, v in inputs["start"].items() if k.startswith(name + ".")}
        network.load_state_dict(state, strict=True)
    average = {k: v.clone() for k, v in g.state_dict().items()}
    adam = lambda network: torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.5, 0.999), eps=1e-8)
    of_d, of_g = adam(d), adam(g)
    if case == "unrolled_images":
        of_d = torch.optim.SGD(d.parameters(), 0.05, momentum=0.5, nesterov=True, weight_decay=0.1)
    if case == "unrolled_rmsprop":
        of_d = torch.optim.RMSprop(d.parameters(), 1e-3, alpha=0.9, eps=1e-8, weight_decay=0.1)
    loss_of_d, loss_of_g = losses(case)
    parts = 3 if case == "gradient_accumulation" else 1
    noise = lambda values: tensor(values).reshape(-1, 3)
    path_mean = torch.zeros(()).double()
    accuracy = 0

    def of_discriminator(draw, number):
        nonlocal accuracy
        real = tensor(draw["real"]).reshape(-1, 2)
        for module in list(g.modules()) + list(d.modules()):
            module.labels = torch.tensor(draw["labels"])
        if case == "projection":
            d[4].labels = torch.tensor(draw["labels"] * 2)
        fake = g(noise(draw["noise"])).detach()
        # One pass, so one power iteration; two where statistics are of a side.
        both = torch.cat([d(real), d(fake)]) if case in IMAGES else d(torch.cat([real, fake]))
        loss = loss_of_d(both[:len(real), :1], both[len(real):, :1])
        accuracy = torch.cat([both[:len(real)] > 0, both[len(real):] < 0]).double().mean()
        if case == "auxiliary":
            classes = [nn.functional.cross_entropy(side[:, 1:], torch.tensor(draw["labels"]))
                       for side in (both[:len(real)], both[len(real):])]
            loss = loss + 0.5 * sum(classes)
        if case == "latent_consistency":
            near = g(noise(draw["noise"]) + noise(draw["change"])).detach()
            loss = loss + 3 * (d(fake) - d(near)).square().mean()
        return loss + penalty(case, d, real, fake, draw["made"], number)

    def of_generator(draw, number):
        nonlocal path_mean
        real = tensor(draw["real"]).reshape(-1, 2)
        for module in d.modules():
            module.labels = torch.tensor(draw["labels"])
        fake = g(noise(draw["generator_noise"]))
        if case.startswith("unrolled"):
            ahead = Unrolled(case, d, of_d, loss_of_d)
            parameters = ahead.after(2 if case == "unrolled_images" else 3, real, fake, number + 1)
            on_fake = ahead(parameters, fake)
            # The whole of a zero-sum loss.
            return -loss_of_d(ahead(parameters, real), on_fake) if case == "unrolled" else loss_of_g(on_fake, None)
        outputs = d(fake)
        loss = loss_of_g(outputs[:, :1], d(real)[:, :1])
        if case in ("feature_matching", "absolute_features"):
            difference = d[:4](fake).mean(0) - d[:4](real).detach().mean(0)
            loss = 2 * difference.square().sum() if case == "feature_matching" else (
                2 * difference.abs().mean() + 0.5 * loss)
        if case == "auxiliary":
            loss = loss + 0.5 * nn.functional.cross_entropy(outputs[:, 1:], torch.tensor(draw["labels"]))
        if case == "path_length" and number % 2 == 0:
            z = noise(draw["generator_noise"]).requires_grad_(True)
            slope, = torch.autograd.grad((g(z) * tensor(draw["path"]).reshape(-1, 2)).sum(), z, create_graph=True)
            lengths = slope.square().sum(1).sqrt()
            mean = path_mean.lerp(lengths.mean(), 0.1)
            path_mean = mean.detach()
            loss = loss + 2 * 2 * (lengths - mean).square().mean()
        if case == "latent_consistency":
            near = g(noise(draw["generator_noise"]) + noise(draw["generator_change"]))
            loss = loss - 0.5 * (fake - near).square().mean()
        return loss

    def consensus_update(draw, weight):
        """Both gradients, with that of half their squared norm; statistics of real and generated samples apart."""
        real = tensor(draw["real"]).reshape(-1, 2)
        on_real = d(real)
        loss_d = loss_of_d(on_real, d(g(noise(draw["noise"]))))
        loss_g = loss_of_g(d(g(noise(draw["generator_noise"]))), None)
        of = list(d.parameters()), list(g.parameters())
        gradients = [torch.autograd.grad(loss, list(p), create_graph=True) for loss, p in zip((loss_d, loss_g), of)]
        norm = sum(x.square().sum() for both in gradients for x in both) / 2
        for p, first, second in zip(of, gradients, (torch.autograd.grad(norm, p, retain_graph=True) for p in of)):
            for parameter, a, b in zip(p, first, second):
                parameter.grad = (a + weight * b).detach()
        of_d.step()
        of_g.step()

    for number in range(len(inputs["draws"]) // parts):
        if case.startswith("consensus"):
            consensus_update(inputs["draws"][number], {"consensus": 2, "consensus_images": 0.5}[case])
            continue
        draws = inputs["draws"][number * parts:(number + 1) * parts]
        d.train()
        of_d.zero_grad()
        for draw in draws:
            (of_discriminator(draw, number) / parts).backward()
        if case != "skip_above" or accuracy <= 0.55:
            of_d.step()
        d.train(case in IMAGES)  # no power iteration in G's update
        of_g.zero_grad()
        for draw in draws:
            (of_generator(draw, number) / parts).backward()
        of_g.step()
        for k, v in g.state_dict().items():
            if case == "average" and v.is_floating_point():
                average[k].lerp_(v, 0.1)
    result = {"generator." + k: v for k, v in renamed(g.state_dict()).items()}
    result |= {"discriminator." + k: v for k, v in renamed(d.state_dict()).items()}
    if case == "average":
        result |= {"average.generator." + k: v for k, v in average.items()}
    return {k: [float("%.9g" % x) for x in v.detach().flatten()] for k, v in result.items()}


if __name__ == "__main__":
    import glob, os
    cases = sorted(glob.glob(os.path.join(sys.argv[1], "*.json")))
    values = {os.path.basename(p)[:-5]: train(os.path.basename(p)[:-5], json.load(open(p))) for p in cases}
    with open(sys.argv[2], "w") as file:
        file.write("{\n" + ",\n".join(
            f' "{case}": {{\n' + ",\n".join(f'  "{k}": {json.dumps(v, separators=(",", ":"))}' for k, v in tensors.items()) + "\n }"
            for case, tensors in values.items()) + "\n}\n")
