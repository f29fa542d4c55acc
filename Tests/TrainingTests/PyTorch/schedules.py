"""Factors of CosineAnnealingWarmRestarts for ScheduleTests.warmRestarts, into the test by hand (torch 2.13)."""
import torch

for first, growth, final in ((10, 1, 0.0), (4, 2, 0.1), (3, 3, 0.0)):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, first, growth, final)
    factors = []
    for _ in range(40):
        factors.append(optimizer.param_groups[0]["lr"])
        optimizer.step(); schedule.step()
    print(first, growth, final, [round(factors[i], 12) for i in (0, 3, 4, 9, 10, 11, 13, 27, 28, 39)])
