"""A tiny GAN in PyTorch on eight modes in the plane, for `saddle judge`: trains for a few seconds and writes what it was
trained on, new real samples and generated ones.

    python3 -m venv venv && venv/bin/pip install torch numpy
    venv/bin/python experiments/judge/torch_ring.py
    saddle judge real.npy fake.npy --training training.npy --output verdict
"""

import math

import numpy
import torch
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(1)


def ring(count):
    """Eight normal modes on a circle of radius 1, of standard deviation 0.1."""
    angle = 2 * math.pi * torch.randint(8, (count,)) / 8
    return torch.stack([angle.cos(), angle.sin()], dim=1) + 0.1 * torch.randn(count, 2)


def network(inputs, outputs):
    return nn.Sequential(
        nn.Linear(inputs, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64), nn.LeakyReLU(0.2), nn.Linear(64, outputs)
    )


training = ring(5000)
generator, discriminator = network(8, 2), network(2, 1)
players = [torch.optim.Adam(net.parameters(), lr=1e-3, betas=(0.5, 0.999)) for net in (generator, discriminator)]
loss = nn.BCEWithLogitsLoss()
ones, zeros = torch.ones(128, 1), torch.zeros(128, 1)

for iteration in range(4000):
    real = training[torch.randint(len(training), (128,))]
    fake = generator(torch.randn(128, 8))
    players[1].zero_grad()
    (loss(discriminator(real), ones) + loss(discriminator(fake.detach()), zeros)).backward()
    players[1].step()
    players[0].zero_grad()
    loss(discriminator(fake), ones).backward()
    players[0].step()

with torch.no_grad():
    numpy.save("training.npy", training.numpy())
    numpy.save("real.npy", ring(2000).numpy())
    numpy.save("fake.npy", generator(torch.randn(2000, 8)).numpy())
