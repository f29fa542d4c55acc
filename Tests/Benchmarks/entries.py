"""What an iteration costs with each entry, in Saddle and in PyTorch on the same networks, in turns; README.md says how.

    python entries.py --write results/reference/benchmarks/entries.csv

A case is an experiment and the same iteration in PyTorch: both are made here, side by side.
"""

import argparse
import copy
import csv
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import compare

BATCH = 64
ADAM = {"adam": {"learning_rate": 2e-4, "betas": [0.5, 0.999]}}


# The experiments.

def convolutions():
    """Two convolutions against two transposed ones, on pictures of 28x28."""
    def level(name, filters):
        return {name: {"filters": filters, "kernel": 4, "stride": 2, "padding": 1}}
    return {
        "name": "entries", "data": {"dataset": "random", "shape": [28, 28, 1], "samples": 2000},
        "noise": {"dimension": 64},
        "generator": {
            "layers": [{"dense": 7 * 7 * 64}, "relu", {"reshape": [7, 7, 64]}, level("conv_transpose2d", 32), "relu",
                       level("conv_transpose2d", 1), "tanh"], "optimizer": ADAM},
        "discriminator": {
            "layers": [level("conv2d", 32), {"leaky_relu": 0.2}, level("conv2d", 64), {"leaky_relu": 0.2}, "flatten",
                       {"dense": 1}], "optimizer": ADAM},
        "loss": "non_saturating", "training": {"iterations": 1000, "batch_size": BATCH},
    }


def residual():
    """SNGAN's residual networks of width 64 for pictures of 32x32 in colour."""
    base = convolutions()
    base["data"]["shape"] = [32, 32, 3]
    base["noise"] = {"dimension": 128}
    for player in ("generator", "discriminator"):
        base[player] = {"preset": {"resnet": {"width": 64}}, "optimizer": ADAM}
    base["loss"] = "hinge"
    base["training"]["batch_size"] = 16
    return base


def put(experiment, path, value):
    *sections, key = path.split(".")
    for section in sections:
        experiment = experiment.setdefault(section, {})
    experiment[key] = value


D, G = "discriminator.regularization", "generator.regularization"
# Name: what the experiment says beside its base, by path. A case's name says what PyTorch does.
CASES = {
    "none": {},
    "hinge": {"loss": "hinge"},
    "relativistic": {"loss": "relativistic"},
    "relativistic_average": {"loss": "relativistic_average"},
    "feature_matching": {"loss": "feature_matching"},
    "spectral_norm": {"discriminator.spectral_norm": True},
    "weight_norm": {"discriminator.weight_norm": True},
    "r1": {D: [{"r1": 10}]},
    "r2": {D: [{"r2": 10}]},
    "gradient_penalty": {D: [{"gradient_penalty": 10}], "loss": "wasserstein"},
    "dragan": {D: [{"dragan": 10}]},
    "max_gradient_penalty": {D: [{"max_gradient_penalty": {"weight": 1}}]},
    "instance_noise": {D: [{"instance_noise": {"std": 0.1}}]},
    "lecam": {D: [{"lecam": {"weight": 0.3, "start": 0}}]},
    "top_k": {D: [{"top_k": {"decay": 0.5, "least": 0.5}}]},
    "consistency": {D: [{"consistency": {"real": 10, "augmentation": ["translation"]}}]},
    "latent_consistency": {D: ["latent_consistency"]},
    "orthogonal": {D: ["orthogonal"], G: ["orthogonal"]},
    "historical_averaging": {D: ["historical_averaging"], G: ["historical_averaging"]},
    "path_length": {G: ["path_length"]},
    "augmentation": {"discriminator.augmentation": ["translation", "cutout"]},
    "average": {"generator.average": {"decay": 0.999}},
    "extragradient": {"training.order": "extragradient"},
    "consensus": {"training.order": "consensus"},
    "unrolled: 5": {"training.unrolled": 5},
    "unrolled: 5, updates held": {"training.unrolled": 5, "training.unrolled_derivatives": False},
    "gradient_accumulation: 4": {"training.gradient_accumulation": 4},
    "skip_above": {"step_ratio.skip_above": 0.9},
    "modulated_conv2d": {
        "generator.layers": [
            {"dense": 64}, {"leaky_relu": {"slope": 0.2, "id": "w"}}, {"learned_constant": [7, 7, 64]}, {"upsample": 2},
            {"modulated_conv2d": {"from": "w", "filters": 32, "kernel": 3}}, {"leaky_relu": 0.2}, {"upsample": 2},
            {"modulated_conv2d": {"from": "w", "filters": 1, "kernel": 3, "demodulate": False}}, "tanh"]},
    "residual SNGAN, width 64": {},
    "residual WGAN-GP, width 64": {
        "discriminator.preset": {"resnet": {"width": 64, "spectral_norm": False}}, D: [{"gradient_penalty": 10}],
        "loss": "wasserstein"},
}


def experiment(name):
    result = residual() if name.startswith("residual") else convolutions()
    for path, value in CASES[name].items():
        put(result, path, copy.deepcopy(value))
    return result


# The same in PyTorch.

def modulated(torch):
    """As StyleGAN2's code trains: samples scaled before and after one convolution."""
    nn = torch.nn

    class Modulated(nn.Module):
        def __init__(self, inputs, filters, demodulate):
            super().__init__()
            self.gain, self.demodulate = nn.Linear(64, inputs), demodulate
            self.weight = nn.Parameter(torch.randn(filters, inputs, 3, 3) / (inputs * 9) ** 0.5)
            self.bias = nn.Parameter(torch.zeros(filters))

        def forward(self, x, w):
            gain = 1 + self.gain(w)
            y = nn.functional.conv2d(x * gain[:, :, None, None], self.weight, padding=1)
            if self.demodulate:
                own = self.weight[None] * gain[:, None, :, None, None]
                y = y * (own.square().sum((2, 3, 4)) + 1e-8).rsqrt()[:, :, None, None]
            return y + self.bias[:, None, None]

    class Generator(nn.Module):
        def __init__(self):
            super().__init__()
            self.mapping, self.start = nn.Linear(64, 64), nn.Parameter(torch.randn(1, 64, 7, 7))
            self.first, self.second = Modulated(64, 32, True), Modulated(32, 1, False)
            self.leaky, self.up = nn.LeakyReLU(0.2), nn.Upsample(scale_factor=2)

        def forward(self, z):
            w = self.leaky(self.mapping(z))
            x = self.leaky(self.first(self.up(self.start.expand(len(z), -1, -1, -1)), w))
            return torch.tanh(self.second(self.up(x), w))

    return Generator()


def networks(name, torch):
    nn = torch.nn
    from torch.nn.utils.parametrizations import spectral_norm, weight_norm
    if not name.startswith("residual"):
        transform = {"spectral_norm": spectral_norm, "weight_norm": weight_norm}.get(name, lambda layer: layer)
        generator = nn.Sequential(
            nn.Linear(64, 7 * 7 * 64), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)), nn.ConvTranspose2d(64, 32, 4, 2, 1),
            nn.ReLU(), nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Tanh())
        discriminator = nn.Sequential(
            transform(nn.Conv2d(1, 32, 4, 2, 1)), nn.LeakyReLU(0.2), transform(nn.Conv2d(32, 64, 4, 2, 1)),
            nn.LeakyReLU(0.2), nn.Flatten(), transform(nn.Linear(64 * 7 * 7, 1)))
        if name == "modulated_conv2d":
            generator = modulated(torch)
        return generator, discriminator, 64, (1, 28, 28)

    class Residual(nn.Module):
        def __init__(self, layers, shortcut=()):
            super().__init__()
            self.layers, self.shortcut = nn.Sequential(*layers), nn.Sequential(*shortcut)

        def forward(self, x):
            return self.layers(x) + self.shortcut(x)

    class Sum(nn.Module):
        def forward(self, x):
            return x.sum((2, 3))

    width, up = 64, lambda: nn.Upsample(scale_factor=2)
    own = spectral_norm if "SNGAN" in name else lambda layer: layer
    conv = lambda a, b, kernel=3: nn.Conv2d(a, b, kernel, padding=kernel // 2)
    block = lambda: Residual(
        [nn.BatchNorm2d(width), nn.ReLU(), up(), conv(width, width), nn.BatchNorm2d(width), nn.ReLU(),
         conv(width, width)], [up(), conv(width, width, 1)])
    generator = nn.Sequential(
        nn.Linear(128, 16 * width), nn.Unflatten(1, (width, 4, 4)), block(), block(), block(), nn.BatchNorm2d(width),
        nn.ReLU(), conv(width, 3), nn.Tanh())
    pair = lambda a: [own(conv(a, width)), nn.ReLU(), own(conv(width, width))]
    pool = lambda: nn.AvgPool2d(2)
    discriminator = nn.Sequential(
        Residual(pair(3) + [pool()], [pool(), own(conv(3, width, 1))]),
        Residual([nn.ReLU()] + pair(width) + [pool()], [own(conv(width, width, 1)), pool()]),
        Residual([nn.ReLU()] + pair(width)), Residual([nn.ReLU()] + pair(width)), nn.ReLU(), Sum(),
        own(nn.Linear(width, 1)))
    return generator, discriminator, 128, (3, 32, 32)


def iteration(name, channels_last, compiled):
    import torch
    from torch.nn.functional import pad, softplus
    generator, discriminator, dimension, shape = networks(name, torch)
    batch = 16 if name.startswith("residual") else BATCH
    kind = torch.channels_last if channels_last else torch.contiguous_format
    generator, discriminator = (network.to(memory_format=kind) for network in (generator, discriminator))
    whole = discriminator
    if compiled:
        generator, discriminator = torch.compile(generator), torch.compile(discriminator)
    players = generator, discriminator
    reals = torch.randn(2000, *shape).clamp(-1, 1).to(memory_format=kind)
    of_g, of_d = (torch.optim.Adam(player.parameters(), 2e-4, (0.5, 0.999), fused=True) for player in players)
    state = {"number": 0, "lecam": [0.0, 0.0], "path": torch.zeros(())}
    past = [[p.detach().clone() for p in player.parameters()] for player in players]
    average = [p.detach().clone() for p in generator.parameters()]
    wasserstein, hinge = "WGAN" in name or name == "gradient_penalty", "SNGAN" in name or name == "hinge"
    noise = lambda: torch.randn(batch, dimension)
    sample = lambda: reals[torch.randint(len(reals), (batch,))]

    def translate(x, share=0.125, cut=False):
        size = int(shape[1] * share + 0.5)
        x = pad(x, [size] * 4)
        rows, columns = (torch.randint(2 * size + 1, (len(x), 1, 1)) for _ in range(2))
        index = torch.arange(shape[1])
        x = x[torch.arange(len(x))[:, None, None], :, rows + index[None, :, None], columns + index[None, None, :]]
        x = x.permute(0, 3, 1, 2)
        if not cut:
            return x
        half = shape[1] // 2
        top, left = (torch.randint(0, shape[1] + 1, (len(x), 1)) - half // 2 for _ in range(2))
        inside = lambda start: (index >= start) & (index < start + half)
        return x * ~(inside(top)[:, None, :, None] & inside(left)[:, None, None, :])

    def seen(x):
        if name == "augmentation":
            return translate(x, cut=True)
        return x + 0.1 * torch.randn_like(x) if name == "instance_noise" else x

    def slopes(x):
        x = x.detach().requires_grad_(True)
        return torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)[0].flatten(1).square().sum(1)

    def penalty(real, fake):
        if name in ("r1", "r2"):
            return 10 / 2 * slopes(real if name == "r1" else fake).mean()
        if name == "dragan":
            return 10 * (slopes(real + 0.5 * real.std() * torch.randn_like(real)).sqrt() - 1).square().mean()
        share = torch.rand(batch, 1, 1, 1)
        between = share * real + (1 - share) * fake
        if name == "max_gradient_penalty":
            return slopes(between).max()
        return 10 * (slopes(between).sqrt() - 1).square().mean() if wasserstein else 0

    def of_parameters(player):
        if name == "orthogonal":
            total = 0
            for p in player.parameters():
                if p.dim() > 1:
                    w = p.flatten(1)
                    gram = w @ w.T
                    total = total + 1e-4 / 2 * (gram - torch.diag(gram.diagonal())).square().sum()
            return total
        if name == "historical_averaging":
            means = past[players.index(player)]
            torch._foreach_lerp_(means, [p.detach() for p in player.parameters()], 1 / state["number"])
            return sum((p - m).square().sum() for p, m in zip(player.parameters(), means))
        return 0

    def discriminator_loss():
        real, z = sample(), noise()
        with torch.no_grad():
            fake = generator(z)
        real, fake = seen(real), seen(fake)
        # Without batch statistics both sides pass as one, as in Saddle.
        outputs = discriminator(torch.cat([real, fake]))
        r, f = outputs[:batch], outputs[batch:]
        if wasserstein:
            loss = f.mean() - r.mean()
        elif hinge:
            loss = (1 - r).relu().mean() + (1 + f).relu().mean()
        elif name == "relativistic":
            loss = softplus(f - r).mean()
        elif name == "relativistic_average":
            loss = softplus(f.mean() - r).mean() + softplus(f - r.mean()).mean()
        else:
            loss = softplus(-r).mean() + softplus(f).mean()
        if name == "lecam":
            means = state["lecam"] = [0.9 * m + 0.1 * x.mean().item() for m, x in zip(state["lecam"], (r, f))]
            loss = loss + 0.3 * ((r - means[1]).relu().square().mean() + (means[0] - f).relu().square().mean())
        if name == "consistency":
            pair = discriminator(torch.cat([real, translate(real)]))
            loss = loss + 10 * (pair[:batch] - pair[batch:]).square().mean()
        if name == "latent_consistency":
            with torch.no_grad():
                near = generator(z + 0.05 * torch.randn_like(z))
            pair = discriminator(torch.cat([fake, near]))
            loss = loss + 20 * (pair[:batch] - pair[batch:]).square().mean()
        state["right"] = name == "skip_above" and ((r > 0).float().mean() + (f < 0).float().mean()).item() / 2
        return loss + penalty(real, fake) + of_parameters(discriminator)

    def generator_loss():
        z = noise()
        fake = generator(z)
        features = whole[:-1] if name == "feature_matching" else None
        if features is not None:
            with torch.no_grad():
                means = features(sample()).mean(0)
            return (features(fake).mean(0) - means).square().sum()
        f = discriminator(seen(fake))
        if wasserstein or hinge:
            loss = -f.mean()
        elif name.startswith("relativistic"):
            with torch.no_grad():
                r = discriminator(sample())
            loss = softplus(r - f).mean() if name == "relativistic" else (
                softplus(r.mean() - f).mean() + softplus(r - f.mean()).mean())
        elif name == "top_k":
            loss = softplus(-torch.topk(f, batch // 2, 0).values).mean()
        else:
            loss = softplus(-f).mean()
        if name == "latent_consistency":
            loss = loss - 0.5 * (fake - generator(z + 0.05 * torch.randn_like(z))).square().mean()
        if name == "path_length":
            z = z.requires_grad_(True)
            y = torch.randn_like(fake) / shape[1]
            slope, = torch.autograd.grad((generator(z) * y).sum(), z, create_graph=True)
            lengths = slope.square().sum(1).sqrt()
            mean = state["path"].lerp(lengths.mean(), 0.01)
            state["path"] = mean.detach()
            loss = loss + 2 * (lengths - mean).square().mean()
        return loss + of_parameters(generator)

    parts = 4 if name.startswith("gradient_accumulation") else 1

    def gradient(player, optimizer, loss):
        optimizer.zero_grad()
        for _ in range(parts):
            (loss() / parts if parts > 1 else loss()).backward()

    def of_discriminator():
        whole.train()
        gradient(discriminator, of_d, discriminator_loss)

    def of_generator():
        # No power iteration, and no gradients of D's weights.
        whole.eval().requires_grad_(False)
        gradient(generator, of_g, generator_loss)
        whole.requires_grad_(True)

    def both(step):
        of_discriminator()
        of_generator()
        step()

    def extragradient():
        weights = [p for player in players for p in player.parameters()]
        start = [p.detach().clone() for p in weights]
        both(lambda: (of_d.step(), of_g.step()))
        of_discriminator()
        of_generator()
        with torch.no_grad():
            torch._foreach_copy_(weights, start)
        of_d.step(), of_g.step()

    def consensus():
        """Both players' gradients and that of half the squared norm of all."""
        real, fake = discriminator(sample()), discriminator(generator(noise()))
        losses = softplus(-real).mean() + softplus(fake).mean(), softplus(-discriminator(generator(noise()))).mean()
        of = [list(player.parameters()) for player in (discriminator, generator)]
        gradients = [torch.autograd.grad(loss, p, create_graph=True) for loss, p in zip(losses, of)]
        norm = sum(g.square().sum() for both in gradients for g in both) / 2
        weights = [p for player in of for p in player]
        second = torch.autograd.grad(norm, weights)
        for p, a, b in zip(weights, (g for both in gradients for g in both), second):
            p.grad = a.detach() + 10 * b
        of_d.step(), of_g.step()

    def unrolled(held, steps=5):
        """The generator's loss at a discriminator some of its own updates further, on one batch of both."""
        of_discriminator()
        of_d.step()
        real, fake = sample(), generator(noise())
        parameters = dict(discriminator.named_parameters())
        m, v = ({k: of_d.state[p][key] for k, p in parameters.items()} for key in ("exp_avg", "exp_avg_sq"))
        call = lambda x: torch.func.functional_call(discriminator, parameters, (x,))
        both = torch.cat([real, fake.detach() if held else fake])
        for t in range(state["number"] + 1, state["number"] + 1 + steps):
            outputs = call(both)
            loss = softplus(-outputs[:batch]).mean() + softplus(outputs[batch:]).mean()
            gradients = torch.autograd.grad(loss, list(parameters.values()), create_graph=not held)
            with torch.set_grad_enabled(not held):
                for (k, p), g in zip(list(parameters.items()), gradients):
                    m[k], v[k] = 0.5 * m[k] + 0.5 * g, 0.999 * v[k] + 0.001 * g * g
                    p = p - 2e-4 * m[k] / (1 - 0.5 ** t) / ((v[k] / (1 - 0.999 ** t)).sqrt() + 1e-8)
                    parameters[k] = p.requires_grad_(True) if held else p
        of_g.zero_grad()
        softplus(-call(fake)).mean().backward(inputs=list(generator.parameters()))
        of_g.step()

    def iterate():
        state["number"] += 1
        if name == "extragradient":
            return extragradient()
        if name == "consensus":
            return consensus()
        if name.startswith("unrolled"):
            return unrolled("held" in name)
        of_discriminator()
        if state["right"] <= 0.9:
            of_d.step()
        of_generator()
        of_g.step()
        if name == "average":
            torch._foreach_lerp_(average, [p.detach() for p in generator.parameters()], 0.001)

    return iterate


def serve(name, threads, compiled):
    import torch

    import turns

    torch.set_num_threads(threads)
    torch.manual_seed(0)

    candidates = {text: iteration(name, text != "", compiled) for text in ("", ", channels last")}
    best = min(candidates, key=lambda text: turns.seconds(candidates[text]))
    turns.serve(f"PyTorch {torch.__version__}{' compiled' * compiled}{best}", candidates[best])


# The turns.

class Peer(compare.Peer):
    def __init__(self, name, threads, compiled):
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--peer", name, "--threads", str(threads), *["--compiled"] * compiled],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = self.answer()["version"]


def measure(name, options, folder):
    file = pathlib.Path(folder) / "experiment.yaml"
    # JSON is YAML.
    file.write_text(json.dumps(experiment(name)))
    programs = [compare.Saddle(options.saddle, str(file), options.threads), Peer(name, options.threads, False)]
    # What has gradients of gradients cannot be compiled.
    if options.compile and name.startswith("residual SNGAN"):
        programs.append(Peer(name, options.threads, True))
    times = [[program.turn(options.seconds) for program in programs] for _ in range(options.rounds)]
    for peer in programs[1:]:
        peer.process.stdin.close()
        peer.process.wait()
    for place, program in enumerate(programs[1:], 1):
        yield {
            "entry": name, "saddle_ms": f"{statistics.median(t[0] for t in times):.4g}",
            "peer_ms": f"{statistics.median(t[place] for t in times):.4g}",
            "ratio": f"{statistics.median(t[0] / t[place] for t in times):.3f}", "peer": program.version,
            "rounds": options.rounds, "threads": options.threads, "saddle": programs[0].version,
            "processor": compare.processor(), "date": datetime.date.today().isoformat(),
        }


def start(out, line):
    writer = csv.DictWriter(out, line, lineterminator="\n")
    writer.writeheader()
    return writer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saddle", default=str(compare.ROOT / ".build/release/saddle"), help="the release build")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="of one program's turn in a round")
    parser.add_argument("--only", default="", help="entries with this in their name")
    parser.add_argument("--skip", default="\n", help="not those with this in their name")
    parser.add_argument("--compile", action="store_true", help="torch.compile as well, where it can (needs g++)")
    parser.add_argument("--write", type=pathlib.Path, help="CSV file for the table")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--compiled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return serve(options.peer, options.threads, options.compiled)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    out = options.write.open("w", newline="") if options.write else None
    writer = None
    with tempfile.TemporaryDirectory() as folder:
        for name in CASES:
            if options.only not in name or options.skip in name:
                continue
            for line in measure(name, options, folder):
                if out:
                    # Line by line: what is interrupted leaves what it has.
                    writer = writer or start(out, line)
                    writer.writerow(line)
                    out.flush()
                cells = f"{line['saddle_ms']:>9} {line['peer_ms']:>9} {line['ratio']:>7}"
                print(f"{name:30} {cells}  {line['peer']}", flush=True)


if __name__ == "__main__":
    main()
