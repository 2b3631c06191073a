#!/usr/bin/env python3
"""Writes tests/Kindling.Tests/golden/optimizers.json: 100 steps of PyTorch's optimizers in double precision.

The parameters w start at `start`; the gradient of step t = 1, 2, ... in component i is
    scale_i (w_i - target_i) + cos(w_i) / 2 + wave_i (the parity of t as a sign),
plus / times / cosine only, so that any program can repeat it. Usage: optimizers.py OUTPUT (needs torch).
"""
import json
import sys

import torch

torch.set_default_dtype(torch.float64)
n = 11
start = torch.tensor([(i * 7 % 11 - 5) / 4 for i in range(n)])
scale = torch.tensor([0.1 + i * i / 8 for i in range(n)])
target = torch.tensor([(i * 3 % 11 - 4) / 2 for i in range(n)])
wave = torch.tensor([i / 16 for i in range(n)])

O = torch.optim
cases = [
    ("Sgd", 0.01, None, lambda p: O.SGD(p, lr=0.01)),
    ("Sgd", 0.01, 0.1, lambda p: O.SGD(p, lr=0.01, weight_decay=0.1)),
    ("Momentum", 0.01, None, lambda p: O.SGD(p, lr=0.01, momentum=0.9)),
    ("Momentum", 0.01, 0.1, lambda p: O.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1)),
    ("Nesterov", 0.01, None, lambda p: O.SGD(p, lr=0.01, momentum=0.9, nesterov=True)),
    ("Nesterov", 0.01, 0.1, lambda p: O.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1)),
    ("Adam", 0.05, None, lambda p: O.Adam(p, lr=0.05)),
    ("Adam", 0.05, 0.1, lambda p: O.Adam(p, lr=0.05, weight_decay=0.1)),
    ("AdamW", 0.05, None, lambda p: O.AdamW(p, lr=0.05)),
    ("AdamW", 0.05, 0.1, lambda p: O.AdamW(p, lr=0.05, weight_decay=0.1)),
    ("RmsProp", 0.01, None, lambda p: O.RMSprop(p, lr=0.01)),
    ("RmsProp", 0.01, 0.1, lambda p: O.RMSprop(p, lr=0.01, weight_decay=0.1)),
]
rows = []
for name, rate, decay, make in cases:
    w = start.clone().requires_grad_(True)
    optimizer = make([w])
    trace = {}
    for t in range(1, 101):
        with torch.no_grad():
            w.grad = scale * (w - target) + torch.cos(w) / 2 + wave * (1 if t % 2 == 0 else -1)
        optimizer.step()
        if t in (1, 2, 10, 50, 100):
            trace[str(t)] = w.detach().tolist()
    rows.append({"optimizer": name, "rate": rate, "weightDecay": decay, "parametersAfterStep": trace})

with open(sys.argv[1], "w") as f:
    json.dump({"provenance": f"PyTorch {torch.__version__}, float64, tests/golden-scripts/optimizers.py",
               "gradient": "scale (w - target) + cos(w) / 2 + wave (+1 at even steps, -1 at odd; the first step is 1)",
               "start": start.tolist(), "scale": scale.tolist(), "target": target.tolist(), "wave": wave.tolist(),
               "cases": rows}, f, indent=1)
    f.write("\n")
