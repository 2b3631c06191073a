#!/usr/bin/env python3
"""Writes tests/Kindling.Tests/golden/vector_math.json: elementary functions in double, with the part beyond double.

Each row is [bits of x, bits of the double nearest to f(x), (f(x) - that double) in units in its last place].
Needs mpmath. Usage: vector_math.py OUTPUT
"""
import json
import math
import random
import struct
import sys

import mpmath
from mpmath import mp, mpf

mp.dps = 80
random.seed(20260731)


def bits(x):
    return struct.pack(">d", x).hex()


def random_pattern():
    while True:
        x = struct.unpack(">d", struct.pack(">Q", random.getrandbits(64)))[0]
        if math.isfinite(x):
            return x


def nearest(y):
    """The double nearest to y, gradual underflow included."""
    if y == 0:
        return 0.0
    exponent = max(int(mpmath.floor(mpmath.log(abs(y), 2))) - 52, -1074)
    scaled = y / mpf(2) ** exponent
    return float(math.ldexp(int(mpmath.nint(scaled)), exponent))


def log_uniform(low, high):
    return math.exp(random.uniform(math.log(low), math.log(high))) * random.choice((-1, 1))


def points(ranges, patterns, low=1e-20, high=1.0):
    xs = [random_pattern() for _ in range(patterns)]
    xs += [log_uniform(low, high) for _ in range(60)]
    for a, b in ranges:
        xs += [random.uniform(a, b) for _ in range(120)]
    return xs


near_zeros = [float(mp.pi / 2 * k) for k in [1, 2, 3, 4, 5, 11, 22, 355, 710, 5419351, 122925461]
              + [random.randrange(1, 600000000) for _ in range(60)]]
softplus = lambda x: mpmath.log1p(mpmath.exp(x)) if x < 200 else x + mpmath.exp(-x)
functions = {
    "exp": (mpmath.exp, [x for x in points([(-1, 1), (-40, 40), (-745, 709.7)], 60) if -750 < x < 709.78]),
    "expm1": (mpmath.expm1, [x for x in points([(-1, 1), (-40, 40), (-745, 709.7)], 60) if -750 < x < 709.78]),
    "log": (mpmath.log, [abs(x) for x in points([(0.5, 2), (0.99, 1.01), (0, 1000)], 200)]),
    "tanh": (mpmath.tanh, [x for x in points([(-1, 1), (-5, 5), (-25, 25)], 60)]),
    "sin": (mpmath.sin, points([(-1, 1), (-7, 7), (-1000, 1000), (-1e9, 1e9), (-1e15, 1e15)], 60) + near_zeros),
    "cos": (mpmath.cos, points([(-1, 1), (-7, 7), (-1000, 1000), (-1e9, 1e9), (-1e15, 1e15)], 60) + near_zeros),
    "erf": (mpmath.erf, points([(-1, 1), (-3, 3), (-7, 7)], 60)),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), [x for x in points([(-1, 1), (-40, 40), (-745, 40)], 60) if x > -750]),
    "softplus": (softplus, [x for x in points([(-1, 1), (-40, 40), (-745, 40)], 60) if x > -750]),
    "gelu": (lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2,
             [x for x in points([(-1, 1), (-7, 7), (-38, 7)], 60) if x > -39]),
}

table = {}
for name, (function, xs) in functions.items():
    rows = []
    for x in xs:
        if abs(x) < 1e-290 or abs(x) > 1e290:
            mp.dps = 720
        exact = function(mpf(x))
        y = nearest(exact)
        tail = (exact - mpf(y)) / mpf(math.ulp(y))
        mp.dps = 80
        rows.append([bits(x), bits(y), round(float(tail), 4)])
    table[name] = rows

with open(sys.argv[1], "w") as f:
    f.write('{\n  "provenance": "mpmath %s, 80 digits or more, tests/golden-scripts/vector_math.py",\n' % mpmath.__version__)
    f.write(",\n".join('  "%s": [\n' % n + ",\n".join("    " + json.dumps(r) for r in rows) + "\n  ]"
                       for n, rows in table.items()))
    f.write("\n}\n")
