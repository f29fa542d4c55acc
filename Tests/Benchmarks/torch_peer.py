"""One iteration of an experiment in PyTorch: python torch_peer.py FILE THREADS. Speaks as turns.py says."""

import sys

import torch
from torch import nn

import experiment
import turns


def build(layers, shape):
    """An nn.Sequential of the layers; shape is that of a sample, channels first."""
    modules = []
    for layer in layers:
        if layer.name == "dense":
            modules.append(nn.Linear(shape[0], layer["units"]))
        elif layer.name == "conv2d":
            arguments = layer["kernel"], layer.get("stride", 1), layer.get("padding", 0)
            modules.append(nn.Conv2d(shape[0], layer["filters"], *arguments, bias=layer.get("bias", True)))
        elif layer.name == "conv_transpose2d":
            arguments = layer["kernel"], layer.get("stride", 1), layer.get("padding", 0)
            modules.append(nn.ConvTranspose2d(shape[0], layer["filters"], *arguments, bias=layer.get("bias", True)))
        elif layer.name == "batch_norm":
            modules.append(nn.BatchNorm2d(shape[0]) if len(shape) == 3 else nn.BatchNorm1d(shape[0]))
        elif layer.name == "relu":
            modules.append(nn.ReLU(inplace=True))
        elif layer.name == "leaky_relu":
            modules.append(nn.LeakyReLU(layer.get("slope", 0.2), inplace=True))
        elif layer.name == "tanh":
            modules.append(nn.Tanh())
        elif layer.name == "flatten":
            modules.append(nn.Flatten())
        elif layer.name == "reshape":
            modules.append(nn.Unflatten(1, channels_first(layer["shape"])))
        else:
            raise SystemExit(f"the PyTorch peer does not know the layer '{layer.name}'")
        with torch.no_grad():
            shape = list(modules[-1].eval()(torch.zeros(1, *shape)).shape[1:])
            modules[-1].train()
    return nn.Sequential(*modules)


def channels_first(shape):
    return [shape[-1], *shape[:-1]] if len(shape) == 3 else shape


def iteration(spec, memory_format):
    """A function that does one iteration."""
    shape = channels_first(spec.shape)
    generator = build(spec.generator, [spec.noise]).to(memory_format=memory_format)
    discriminator = build(spec.discriminator, shape).to(memory_format=memory_format)
    real = torch.randn(spec.batch, *shape).clamp(-1, 1)
    if real.dim() == 4:
        real = real.to(memory_format=memory_format)
    adams = [torch.optim.Adam(x.parameters(), spec.rate, spec.betas, fused=True) for x in (generator, discriminator)]
    loss = nn.BCEWithLogitsLoss(reduction="sum")
    of_real, of_fake, ones = (torch.full((spec.batch, 1), target) for target in (spec.real, spec.fake, 1.0))
    both = torch.cat([of_real, of_fake])

    def iterate():
        fakes = generator(torch.randn(spec.batch, spec.noise))
        adams[1].zero_grad()
        if spec.has_batch_statistics:
            (loss(discriminator(real), of_real) / spec.batch).backward()
            (loss(discriminator(fakes.detach()), of_fake) / spec.batch).backward()
        else:
            (loss(discriminator(torch.cat([real, fakes.detach()])), both) / spec.batch).backward()
        adams[1].step()
        adams[0].zero_grad()
        discriminator.requires_grad_(False)
        (loss(discriminator(fakes), ones) / spec.batch).backward()
        discriminator.requires_grad_(True)
        adams[0].step()

    return iterate


def main():
    spec = experiment.read(sys.argv[1])
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(0)
    formats = {"": torch.contiguous_format}
    if len(spec.shape) == 3 and any(layer.name.startswith("conv") for layer in spec.discriminator):
        formats[", channels last"] = torch.channels_last
    candidates = {name: iteration(spec, memory_format) for name, memory_format in formats.items()}
    best = min(candidates, key=lambda name: turns.seconds(candidates[name])) if len(candidates) > 1 else ""
    turns.serve(f"PyTorch {torch.__version__}{best}", candidates[best])


main()
