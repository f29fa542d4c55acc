"""Layers in PyTorch, in double precision on fixed numbers: outputs in training mode, and the gradients of a weighted sum
of them by the input and by every parameter. `LayerValuesTests` holds the engine against them.

    python3 layers.py layers.json                     (torch 2.15)

Images are channels last in the file, channels first in PyTorch.
"""
import json, sys
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm

torch.manual_seed(7)


class Function(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


class Reconstruction(nn.Linear):
    def __init__(self, units, cost):
        super().__init__(units, units)
        self.cost = cost

    def forward(self, x):
        return -self.cost(super().forward(x) - x).mean(1, keepdim=True)


def blur(kernel, stride, mode):
    k = torch.tensor(kernel, dtype=torch.float64)
    k = torch.outer(k, k) / k.sum() ** 2

    def run(x):
        c, reach = x.shape[1], len(kernel) // 2
        padded = F.pad(x, [reach] * 4, mode=mode)
        return F.conv2d(padded, k[None, None].repeat(c, 1, 1, 1), stride=stride, groups=c)
    return Function(run)


def minibatch_stddev(group, epsilon=1e-8):
    """As MinibatchStdLayer of StyleGAN2, one channel."""
    def run(x):
        g = min(group, len(x))
        y = x.reshape(g, -1, *x.shape[1:])
        y = y - y.mean(0)
        y = (y.square().mean(0) + epsilon).sqrt()
        y = y.mean(tuple(range(1, y.dim())))
        y = y.reshape(-1, *[1] * (x.dim() - 1)).repeat(g, 1, *x.shape[2:])
        return torch.cat([x, y], 1)
    return Function(run)


# name, layers as they stand in a file, input shape, module
CASES = [
    ("nearest", ["upsample: 2"], [2, 3, 2], lambda: nn.Upsample(scale_factor=2, mode="nearest")),
    ("bilinear", ["upsample: {factor: 3, mode: bilinear}"], [3, 2, 2],
     lambda: nn.Upsample(scale_factor=3, mode="bilinear", align_corners=False)),
    ("average pool", ["average_pool: 2"], [4, 5, 2], lambda: nn.AvgPool2d(2)),
    ("padded average pool", ["average_pool: {kernel: 3, stride: 2, padding: 1}"], [4, 5, 2],
     lambda: nn.AvgPool2d(3, 2, 1)),
    ("max pool", ["max_pool: {kernel: 3, stride: 2, padding: 1}"], [5, 4, 2], lambda: nn.MaxPool2d(3, 2, 1)),
    ("global sum", ["global_pool: sum"], [3, 2, 3], lambda: Function(lambda x: x.sum((2, 3)))),
    ("global mean", ["global_pool: mean"], [3, 2, 3], lambda: Function(lambda x: x.mean((2, 3)))),
    ("blur", ["blur: {kernel: [1, 2, 1], stride: 2}"], [4, 5, 2], lambda: blur([1, 2, 1], 2, "constant")),
    ("mirrored blur", ["blur: {kernel: [1, 4, 6, 4, 1], edges: reflect}"], [4, 3, 2],
     lambda: blur([1, 4, 6, 4, 1], 1, "reflect")),
    ("pixel shuffle", ["pixel_shuffle: 2"], [2, 3, 8], lambda: nn.PixelShuffle(2)),
    ("instance norm", ["instance_norm: {affine: true}"], [3, 2, 3], lambda: nn.InstanceNorm2d(3, affine=True)),
    ("group norm", ["group_norm: 2"], [2, 3, 4], lambda: nn.GroupNorm(2, 4)),
    ("group norm of vectors", ["group_norm: 3"], [12], lambda: nn.GroupNorm(3, 12)),
    ("pixel norm", ["pixel_norm"], [2, 2, 3],
     lambda: Function(lambda x: x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt())),
    ("prelu", ["prelu"], [2, 2, 3], lambda: nn.PReLU()),
    ("prelu by channel", ["prelu: {per_channel: true}"], [2, 2, 3], lambda: nn.PReLU(3)),
    ("minibatch stddev", ["minibatch_stddev: 2"], [2, 2, 3], lambda: minibatch_stddev(2)),
    ("minibatch stddev of vectors", ["minibatch_stddev: 4"], [5], lambda: minibatch_stddev(4)),
    ("batch norm", ["batch_norm: {initializer: {normal: {mean: 1, std: 0.02}}}"], [2, 2, 3],
     lambda: nn.BatchNorm2d(3)),
]

class SelfAttention(nn.Module):
    """As Attention of BigGAN-PyTorch, in the formula of SAGAN."""
    def __init__(self, channels, pool):
        super().__init__()
        self.pool = pool
        for name, inputs, outputs in [("theta", channels, channels // 8), ("phi", channels, channels // 8),
                                      ("g", channels, channels // 2), ("o", channels // 2, channels)]:
            setattr(self, name, nn.Conv2d(inputs, outputs, 1, bias=False))
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        theta = self.theta(x).flatten(2)
        phi = F.max_pool2d(self.phi(x), self.pool).flatten(2)
        g = F.max_pool2d(self.g(x), self.pool).flatten(2)
        beta = F.softmax(torch.bmm(theta.transpose(1, 2), phi), -1)
        read = torch.bmm(g, beta.transpose(1, 2)).unflatten(2, x.shape[2:])
        return self.gamma * self.o(read) + x


class MinibatchDiscrimination(nn.Module):
    def __init__(self, inputs, kernels, dimensions):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(kernels * dimensions, inputs))
        self.shape = kernels, dimensions

    def forward(self, x):
        m = F.linear(x, self.weight).unflatten(1, self.shape)
        distances = (m[None] - m[:, None]).abs().sum(3)
        return torch.cat([x, torch.exp(-distances).sum(0) - 1], 1)


LABELS = torch.tensor([1, 2, 0, 2])  # as NetworkCase.label(ofRow:) has them


class ConcatLabel(nn.Module):
    def __init__(self, dimension=None):
        super().__init__()
        self.embed = nn.Embedding(3, dimension) if dimension else lambda y: F.one_hot(y, 3).double()

    def forward(self, x):
        y = self.embed(LABELS)
        y = y[:, :, None, None].expand(-1, -1, *x.shape[2:]) if x.dim() == 4 else y
        return torch.cat([x, y], 1)


class JoinedEmbedding(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, dimension))

    def forward(self, x):
        return torch.cat([F.embedding(LABELS, self.weight), x], 1)


class ConditionalBatchNorm(nn.Module):
    def __init__(self, channels, plus):
        super().__init__()
        self.norm, self.plus = nn.BatchNorm2d(channels, affine=False), plus
        self.gain, self.bias = nn.Embedding(3, channels), nn.Embedding(3, channels)

    def forward(self, x):
        gain, bias = self.plus + self.gain(LABELS), self.bias(LABELS)
        return self.norm(x) * gain[:, :, None, None] + bias[:, :, None, None]


class Projection(nn.Linear):
    def __init__(self, inputs):
        super().__init__(inputs, 1)
        self.embed = nn.Embedding(3, inputs)

    def forward(self, x):
        return super().forward(x) + (self.embed(LABELS) * x).sum(1, keepdim=True)


class SelfModulated(nn.Module):
    """Batch norm modulated by its own input."""
    def __init__(self, channels, hidden):
        super().__init__()
        self.norm, self.hidden = nn.BatchNorm1d(channels, affine=False), nn.Linear(channels, hidden)
        self.gain, self.bias = (nn.Linear(hidden, channels) for _ in range(2))

    def forward(self, x):
        h = self.hidden(x).relu()
        return self.norm(x) * (1 + self.gain(h)) + self.bias(h)


class Modulated(nn.Module):
    """The synthesis layer of StyleGAN2, as its code computes it with fused_modconv: a convolution in as many groups as
    there are samples. The style is the image itself, written out."""
    place = 2

    def __init__(self, image, filters, kernel, demodulate=True):
        super().__init__()
        self.demodulate = demodulate
        height, width, channels = image
        self.gain = nn.Linear(height * width * channels, channels)
        self.weight = nn.Parameter(torch.zeros(filters, channels, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(filters))

    def forward(self, x):
        (n, _, height, width), gain = x.shape, 1 + self.gain(x.flatten(1))
        w = self.weight[None] * gain[:, None, :, None, None]
        if self.demodulate:
            w = w * (w.square().sum((2, 3, 4), keepdim=True) + 1e-8).rsqrt()
        y = F.conv2d(x.reshape(1, -1, height, width), w.flatten(0, 1), padding="same", groups=n)
        return y.reshape(n, -1, height, width) + self.bias[:, None, None]


class PerColumn(nn.Module):
    def __init__(self, columns, *activations):
        super().__init__()
        self.columns, self.activations = columns, nn.ModuleList(activations)

    def forward(self, x):
        return torch.cat([f(part) for f, part in zip(self.activations, x.split(self.columns, 1))], 1)


CASES += [
    ("softmax", ["softmax"], [5], lambda: nn.Softmax(1)),
    ("softmax of pixels", ["softmax: 0.5"], [2, 2, 3], lambda: Function(lambda x: F.softmax(x / 0.5, 1))),
    ("per column", ["per_column: {columns: [2, 4, 1], activations: [tanh, softmax: 0.2, prelu]}"], [7],
     lambda: PerColumn([2, 4, 1], nn.Tanh(), Function(lambda x: F.softmax(x / 0.2, 1)), nn.PReLU())),
    ("grouped convolution", ["conv2d: {filters: 6, kernel: 3, stride: 2, padding: 1, groups: 2}"], [5, 4, 4],
     lambda: nn.Conv2d(4, 6, 3, 2, 1, groups=2)),
    ("depthwise convolution", ["conv2d: {filters: 3, kernel: 2, groups: 3}"], [3, 4, 3],
     lambda: nn.Conv2d(3, 3, 2, groups=3)),
    ("dilated convolution", ["conv2d: {filters: 3, kernel: 3, dilation: 2, padding: same}"], [5, 6, 2],
     lambda: nn.Conv2d(2, 3, 3, dilation=2, padding="same")),
    ("convolution of sequences", ["conv1d: {filters: 4, kernel: 5, stride: 2, padding: 2, dilation: 1}"], [1, 9, 2],
     lambda: nn.Conv1d(2, 4, 5, 2, 2)),
    ("grouped convolution of sequences", ["conv1d: {filters: 4, kernel: 3, dilation: 2, groups: 2}"], [1, 8, 2],
     lambda: nn.Conv1d(2, 4, 3, dilation=2, groups=2)),
    ("transposed convolution of sequences", ["conv_transpose1d: {filters: 3, kernel: 4, stride: 2, padding: 1}"],
     [1, 5, 2], lambda: nn.ConvTranspose1d(2, 3, 4, 2, 1)),
    ("self attention", ["self_attention"], [4, 4, 8], lambda: SelfAttention(8, 2)),
    ("self attention without pooling", ["self_attention: {pool: 1}"], [2, 3, 8], lambda: SelfAttention(8, 1)),
    ("self modulation", ["self_modulated_batch_norm: {hidden: 4}"], [5],
     lambda: SelfModulated(5, 4)),
    ("concat label", ["concat_label"], [3], ConcatLabel),
    ("concat embedded label", ["concat_label: {embedding: 2}"], [2, 3, 2], lambda: ConcatLabel(2)),
    ("embedding", ["embedding: 4", "concat: input"], [3], lambda: JoinedEmbedding(4)),
    ("conditional batch norm", ["conditional_batch_norm"], [2, 2, 3], lambda: ConditionalBatchNorm(3, 0)),
    ("conditional batch norm plus 1", ["conditional_batch_norm: {one_plus: true}"], [2, 2, 3],
     lambda: ConditionalBatchNorm(3, 1)),
    ("projection", ["projection"], [5], lambda: Projection(5)),
    ("minibatch discrimination", ["minibatch_discrimination: {kernels: 3, dimensions: 2}"], [5],
     lambda: MinibatchDiscrimination(5, 3, 2)),
    ("rescale", ["rescale: {factor: -2, shift: 0.5}"], [2, 2, 3], lambda: Function(lambda x: -2 * x + 0.5)),
    ("clamp", ["clamp: {low: -0.5, high: 0.75}"], [2, 2, 3], lambda: nn.Hardtanh(-0.5, 0.75)),
    ("reconstruction", ["dense: 6", "reconstruction_error"], [6], lambda: Reconstruction(6, torch.abs)),
    ("squared reconstruction", ["dense: 6", "reconstruction_error: l2"], [6],
     lambda: Reconstruction(6, torch.square)),
    ("weight norm", ["dense: {units: 5, weight_norm: true}"], [4], lambda: weight_norm(nn.Linear(4, 5))),
    ("weight norm of convolutions", ["conv2d: {filters: 3, kernel: 3, padding: 1, weight_norm: true}"], [4, 3, 2],
     lambda: weight_norm(nn.Conv2d(2, 3, 3, padding=1))),
    ("weight norm of transposed convolutions",
     ["conv_transpose2d: {filters: 3, kernel: 4, stride: 2, padding: 1, weight_norm: true}"], [2, 3, 2],
     lambda: weight_norm(nn.ConvTranspose2d(2, 3, 4, 2, 1), dim=1)),  # dim=0, the default, is of the input
    ("weight norm of sequences", ["conv1d: {filters: 4, kernel: 3, groups: 2, weight_norm: true}"], [1, 7, 2],
     lambda: weight_norm(nn.Conv1d(2, 4, 3, groups=2))),
    ("modulated convolution",
     ["flatten: {id: s}", "reshape: [4, 3, 2]", "modulated_conv2d: {from: s, filters: 5, kernel: 3}"], [4, 3, 2],
     lambda: Modulated([4, 3, 2], 5, 3)),
    ("modulated convolution without demodulation",
     ["flatten: {id: s}", "reshape: [2, 3, 4]",
      "modulated_conv2d: {from: s, filters: 3, kernel: 1, demodulate: false}"], [2, 3, 4],
     lambda: Modulated([2, 3, 4], 3, 1, demodulate=False)),
]

BATCH = 4


def numbers(*shape):
    """Exact in single precision."""
    return torch.randn(*shape).float().double()


def last(x):
    """Channels last, as a list."""
    x = x.detach()
    x = x.permute(0, 2, 1) if x.dim() == 3 else x
    x = x.permute(0, 2, 3, 1) if x.dim() == 4 else x
    return rounded(x.flatten())


def rounded(x):
    return [float("%.9g" % v) for v in x.detach().flatten()]


def case(name, layers, shape, make):
    x = numbers(BATCH, *shape)
    given = x.permute(0, 3, 1, 2).contiguous() if len(shape) == 3 else x
    module = make().double().train()
    if isinstance(module, (nn.Conv1d, nn.ConvTranspose1d)):
        given = given.squeeze(2)
    given.requires_grad_(True)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(numbers(*parameter.shape) / 2 + 0.5)
    place = f"{getattr(module, 'place', 0)}."
    start = {place + k: {"shape": list(v.shape), "values": rounded(v)} for k, v in module.named_parameters()}
    y = module(given)
    weights = numbers(*y.shape)
    (y * weights).sum().backward()
    return {
        "layers": layers, "shape": shape, "input": last(given), "parameters": start, "output": last(y),
        "weights": last(weights), "gradient": last(given.grad),
        "parameter_gradients": {place + k: rounded(v.grad) for k, v in module.named_parameters()},
    }


if __name__ == "__main__":
    with open(sys.argv[1], "w") as file:
        file.write("{\n" + ",\n".join(
            f' "{c[0]}": ' + json.dumps(case(*c), separators=(",", ":")) for c in CASES) + "\n}\n")
