"""DiffAugment's changes of images in PyTorch, in double precision on fixed numbers: changed images, and the gradients of
a weighted sum of them by the images. `AugmentationTests` holds the entries against them.

    python3 augmentations.py augmentations.json                     (torch 2.13)

The formulas are those of the paper (Zhao et al. 2020) and of its code, written anew; random numbers are given, uniform
on [0, 1). Images are channels last in the file, channels first in PyTorch.
"""
import json, math, sys
import torch

torch.manual_seed(3)


def color(x, u):
    b, s, c = (u[:, k].view(-1, 1, 1, 1) for k in range(3))
    x = x + (b - 0.5)
    mean = x.mean(1, keepdim=True)
    x = (x - mean) * (2 * s) + mean
    mean = x.mean((1, 2, 3), keepdim=True)
    return (x - mean) * (c + 0.5) + mean


def indices(u, count):
    return [min(int(math.floor(float(v) * count)), count - 1) for v in u]


def translation(x, u):
    n, _, h, w = x.shape
    a, b = int(h * 0.125 + 0.5), int(w * 0.125 + 0.5)
    padded = torch.nn.functional.pad(x, (b, b, a, a))
    rows, columns = indices(u[:, 0], 2 * a + 1), indices(u[:, 1], 2 * b + 1)
    return torch.stack([padded[i, :, rows[i]:rows[i] + h, columns[i]:columns[i] + w] for i in range(n)])


def cutout(x, u):
    n, _, h, w = x.shape
    a, b = int(h * 0.5 + 0.5), int(w * 0.5 + 0.5)
    rows, columns = indices(u[:, 0], h + 1 - a % 2), indices(u[:, 1], w + 1 - b % 2)
    mask = torch.ones(n, 1, h, w, dtype=x.dtype)
    for i in range(n):
        for r in range(rows[i] - a // 2, rows[i] - a // 2 + a):
            for c in range(columns[i] - b // 2, columns[i] - b // 2 + b):
                if 0 <= r < h and 0 <= c < w:
                    mask[i, 0, r, c] = 0
    return x * mask


def flip(x, u):
    return torch.where(u.view(-1, 1, 1, 1) < 0.5, x.flip(3), x)


def last(x):
    return [float("%.9g" % v) for v in x.detach().permute(0, 2, 3, 1).flatten()]


def case(name, f, draws, shape):
    h, w, c = shape
    x = torch.randn(5, c, h, w).float().double().requires_grad_(True)
    u = torch.rand(5, draws).double()
    u = (u * 2 ** 20).floor() / 2 ** 20
    y = f(x, u)
    weights = torch.randn(*y.shape).float().double()
    (y * weights).sum().backward()
    return {"name": name, "shape": shape, "draws": [float(v) for v in u.flatten()], "input": last(x), "output": last(y),
            "weights": last(weights), "gradient": last(x.grad)}


CASES = [
    ("color", color, 3, [3, 4, 3]), ("color", color, 3, [5, 3, 1]), ("translation", translation, 2, [8, 13, 1]),
    ("translation", translation, 2, [9, 5, 3]), ("cutout", cutout, 2, [5, 6, 3]), ("cutout", cutout, 2, [8, 7, 1]),
    ("flip", flip, 1, [3, 4, 3]), ("flip", flip, 1, [2, 5, 1]),
]

if __name__ == "__main__":
    with open(sys.argv[1], "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case(*c)) for c in CASES) + "\n]\n")
