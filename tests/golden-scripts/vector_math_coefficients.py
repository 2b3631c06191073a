#!/usr/bin/env python3
"""Prints the polynomial coefficients in src/Kindling/Simd/VectorMath*.cs. Needs mpmath.

Each is the polynomial through the Chebyshev nodes of its interval, within a few percent of the minimax error;
the error printed beside it is relative to the function that the polynomial is part of.
"""
from mpmath import mp, mpf, chebyfit, exp, log, sin, cos, erf, erfc, sqrt, pi, linspace, polyval, floor, ln, log1p

mp.dps = 60


def fit(name, function, interval, count, weight):
    """weight(x) turns an error of the polynomial at x into an error of the result, in relative terms."""
    coefficients = chebyfit(function, interval, count)
    a, b = interval
    worst = max(abs((polyval(coefficients, x) - function(x)) * weight(x)) for x in linspace(a, b, 401))
    print(f"{name}: {count} coefficients, relative error 2^{float(log(worst, 2)) if worst else -999:.1f}")
    for c in reversed(coefficients):
        print(f"    {mp.nstr(c, 20)}")


def near(function, series):
    """The function, by its series where the formula would cancel."""
    return lambda x: series(x) if abs(x) < mpf(10) ** -12 else function(x)


half = ln(2) / 2
for count in (5, 6, 10, 11):
    fit("exp (e^r - 1 - r) / r^2", near(lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6),
        [-half, half], count, lambda r: abs(r))
z1 = (sqrt(2) - 1) ** 2 / (sqrt(2) + 1) ** 2
for count in (4, 7):
    fit("log (ln((1+s)/(1-s)) / s - 2) / z, z = s^2",
        near(lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z, lambda z: mpf(2) / 3 + 2 * z / 5),
        [mpf(0), z1 * mpf("1.0001")], count, lambda z: z / 2)
z1 = (pi / 4) ** 2 * mpf("1.0001")
for count in (3, 4, 6):
    fit("sin (sin x - x) / x^3", near(lambda z: (sin(sqrt(z)) - sqrt(z)) / sqrt(z) ** 3, lambda z: -mpf(1) / 6 + z / 120),
        [mpf(0), z1], count, lambda z: z)
    fit("cos (cos x - 1 + z/2) / z^2", near(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720),
        [mpf(0), z1], count, lambda z: z**2 / cos(sqrt(z)))
for count in (6, 7, 11, 12):
    fit("erf(x) / x below 0.75", near(lambda z: erf(sqrt(z)) / sqrt(z), lambda z: 2 / sqrt(pi) * (1 - z / 3)),
        [mpf(0), mpf("0.75") ** 2], count, lambda z: 1)
for k, top, counts in ((2, mpf("10.1"), (8, 9, 10)), (mpf(3), mpf("27.3"), (19, 20, 21, 22, 23))):
    s1 = (top - k) / (top + k)
    for count in counts:
        fit(f"erfc e^(a^2) (a + {k}), s = (a - {k})/(a + {k})",
            lambda s: erfc(k * (1 + s) / (1 - s)) * exp((k * (1 + s) / (1 - s)) ** 2) * (2 * k / (1 - s)),
            [mpf(-1), s1], count, lambda s: 1)


def split(name, value, bits, parts):
    """Parts of `bits` bits each (so that products with a small integer are exact), the last one rounded to double."""
    print(name)
    for _ in range(parts - 1):
        e = floor(log(value, 2)) + 1 - bits
        part = floor(value / mpf(2) ** e) * mpf(2) ** e
        print("   ", mp.nstr(part, 25))
        value -= part
    print("   ", mp.nstr(value, 25))


split("pi/2 for float, 8 bits", pi / 2, 8, 6)
split("pi/2 for double, 23 bits", pi / 2, 23, 5)
split("ln 2 for float, 16 bits", ln(2), 15, 2)
split("ln 2 for double, 42 bits", ln(2), 40, 2)
