"""What optimizers, terms of a loss and losses that keep numbers do in PyTorch, in double precision on fixed numbers,
update after update. `UpdateValuesTests` holds the entries against them.

    python3 updates.py updates.json                     (torch 2.13)

Where PyTorch has no such optimizer, the paper's formula is written out beside torch.optim.Adam.
"""
import json, math, sys
import torch

torch.manual_seed(11)
STEPS, SIZE, BATCH = 7, 5, 6


def numbers(*shape):
    return torch.randn(*shape).float().double()


GRADIENTS = numbers(STEPS, SIZE)
START = numbers(SIZE)


def path(step):
    """The parameter after every update. step(w, g, number) changes w."""
    w, result = START.clone(), []
    for t in range(STEPS):
        step(w, GRADIENTS[t].clone(), t + 1)
        result.append(w.tolist())
    return result


def torch_step(make):
    state = {}

    def step(w, g, number, **options):
        if "optimizer" not in state:
            state["optimizer"] = make([w])
        state["optimizer"].param_groups[0].update(options)
        w.grad = g
        state["optimizer"].step()
    return step


def optimistic():
    lr, (b1, b2), eps = 0.01, (0.5, 0.9), 1e-8
    m, v, last = (torch.zeros(SIZE).double() for _ in range(3))

    def step(w, g, t):
        m.mul_(b1).add_((1 - b1) * g)
        v.mul_(b2).add_((1 - b2) * g * g)
        d = m / (1 - b1 ** t) / ((v / (1 - b2 ** t)).sqrt() + eps)
        w.sub_(lr * (2 * d - last))
        last.copy_(d)
    return step


def lookahead():
    adam = torch_step(lambda p: torch.optim.Adam(p, 0.01, (0.5, 0.9)))
    slow = START.clone()

    def step(w, g, t):
        adam(w, g, t)
        if t % 3 == 0:
            slow.add_(0.4 * (w - slow))
            w.copy_(slow)
    return step


def changing_betas():
    adam = torch_step(lambda p: torch.optim.Adam(p, 0.01, (0.0, 0.9)))

    def step(w, g, t):
        share = (1 + math.cos(math.pi * (t - 1) / STEPS)) / 2
        adam(w, g, t, betas=(0.3 + (0.0 - 0.3) * share, 0.99 + (0.9 - 0.99) * share))
    return step


def historical():
    sgd = torch_step(lambda p: torch.optim.SGD(p, 0.1))
    past = []

    def step(w, g, t):
        past.append(w.clone())
        mean = torch.stack(past).mean(0)
        x = w.clone().requires_grad_(True)
        (0.3 * (x - mean).square().sum()).backward()
        sgd(w, g + x.grad, t)
    return step


def outputs():
    return [(2 * numbers(BATCH), 2 * numbers(BATCH) - 0.5) for _ in range(STEPS)]


def lecam(batches, weight=0.3, decay=0.9, start=2):
    real_mean = fake_mean = 0.0
    result = []
    for t, (real, fake) in enumerate(batches):
        keep = decay if t >= start else 0.0
        real_mean = keep * real_mean + (1 - keep) * real.mean().item()
        fake_mean = keep * fake_mean + (1 - keep) * fake.mean().item()
        x, y = real.clone().requires_grad_(True), fake.clone().requires_grad_(True)
        if t >= start:
            (weight * ((x - fake_mean).relu().square().mean() + (real_mean - y).relu().square().mean())).backward()
        zero = torch.zeros(BATCH).double()
        result.append({"real": (x.grad if x.grad is not None else zero).tolist(),
                       "fake": (y.grad if y.grad is not None else zero).tolist()})
    return result


def began(batches, gamma=0.75, rate=0.05):
    """Outputs are minus errors."""
    k, result = 0.0, []
    for real, fake in batches:
        x, y = real.clone().requires_grad_(True), fake.clone().requires_grad_(True)
        on_real, on_fake = (-x).mean(), (-y).mean()
        loss = on_real - k * on_fake
        loss.backward()
        k = min(max(k + rate * (gamma * on_real - on_fake).item(), 0), 1)
        result.append({"real": x.grad.tolist(), "fake": y.grad.tolist(), "loss": loss.item(), "balance": k})
    return result


def top_k(batches, k=4):
    """Of the non-saturating loss."""
    result = []
    for _, fake in batches:
        y = fake.clone().requires_grad_(True)
        torch.nn.functional.softplus(-torch.topk(y, k).values).mean().backward()
        result.append({"real": [], "fake": y.grad.tolist()})
    return result


if __name__ == "__main__":
    batches = outputs()
    # Errors of reconstruction are positive; those of generated samples smaller, so that the balance moves.
    errors = [(-2 * real.abs(), -fake.abs() / 2) for real, fake in batches]
    pairs = lambda sides: [{"real": r.tolist(), "fake": f.tolist()} for r, f in sides]
    with open(sys.argv[1], "w") as file:
        json.dump({
            "start": START.tolist(), "gradients": GRADIENTS.tolist(),
            "paths": {
                "optimistic_adam": path(optimistic()), "lookahead": path(lookahead()),
                "changing betas": path(changing_betas()),
                "rmsprop": path(torch_step(lambda p: torch.optim.RMSprop(p, 0.01, 0.9, weight_decay=0.2))),
                "historical_averaging": path(historical()),
            },
            "outputs": pairs(batches), "errors": pairs(errors),
            "lecam": lecam(batches), "began": began(errors), "top_k": top_k(batches),
        }, file)
        file.write("\n")
