"""Minimum-norm least-squares solutions to 60 digits (mpmath): tests/Kindling.Tests/golden/least_squares.json.

All matrices are exact doubles. A = L M with L [m, r] and M [r, n] of full rank r; then
x = M^T (M M^T)^-1 (L^T L)^-1 L^T b. Where no factors are given, L = A (tall) or M = A (wide).
"""
import json
import random

from mpmath import mp, matrix, lu_solve, sqrt

mp.dps = 120
random.seed(20240229)


def integers(m, n, size=9):
    return [[random.randint(-size, size) for _ in range(n)] for _ in range(m)]


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))] for i in range(len(a))]


def transpose(a):
    return [list(column) for column in zip(*a)]


def solve(left, right, b):
    l, m = matrix(left), matrix(right)
    y = lu_solve(l.T * l, l.T * matrix(b))
    return m.T * lu_solve(m * m.T, y)


def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def case(name, left, right, b):
    a = product(left, right)
    x = solve(left, right, b)
    residual = matrix(a) * x - matrix(b)
    return {
        "id": name, "rank": len(right), "A": [[float(v) for v in row] for row in a], "b": [float(v) for v in b],
        "x": [float(v) for v in x], "residualNorm": float(sqrt(sum(r * r for r in residual)))}


def tall(name, a, b):
    return case(name, a, identity(len(a[0])), b)


def main():
    right = [random.randint(-9, 9) for _ in range(40)]
    scales = [2.0 ** 40, 1.0, 2.0 ** -30, 2.0 ** 17, 2.0 ** -50, 2.0 ** 3]
    scaled = [[v * s for v, s in zip(row, scales)] for row in integers(40, 6)]
    powers = [[(i / 32) ** k for k in range(8)] for i in range(1, 33)]
    factor = integers(4, 5)
    repeated = [[row[0], row[1], 0, row[2], row[1], row[3], -2 * row[0], row[4]] for row in factor]
    cases = [
        tall("badly_scaled_columns", scaled, right),
        tall("vandermonde", powers, right[:32]),
        case("repeated_and_zero_columns", integers(30, 4), repeated, right[:30]),
        case("fewer_rows_than_unknowns", identity(5), integers(5, 9), right[:5]),
        case("fewer_rows_and_short_rank", integers(6, 3), integers(3, 10), right[:6]),
        tall("one_column", integers(7, 1), right[:7]),
        tall("fit_is_exact", [[1, i, i * i] for i in range(20)], [3 - 2 * i + 5 * i * i for i in range(20)]),
    ]
    document = {"provenance": "mpmath, 120 digits, tests/golden-scripts/least_squares.py", "cases": cases}
    with open("tests/Kindling.Tests/golden/least_squares.json", "w") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
