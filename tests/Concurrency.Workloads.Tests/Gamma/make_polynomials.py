#!/usr/bin/env python3
"""Prints the coefficients in VectorFunctions.cs: interpolation at Chebyshev nodes, which is next to minimax. Needs mpmath."""
from mpmath import mp, mpf, atanh, cos, exp, log, matrix, lu_solve, pi, polyval, sqrt

mp.dps = 60


def interpolate(f, low, high, count):
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    return lu_solve(matrix([[t**k for k in range(count)] for t in nodes]), matrix([f(t) for t in nodes]))


def show(name, f, low, high, count, relative_error):
    rounded = [float(c) for c in interpolate(f, low, high, count)]
    grid = [low + (high - low) * (i + mpf(1) / 2) / 3000 for i in range(3000)]
    worst = max(abs(relative_error(t, polyval([mpf(c) for c in reversed(rounded)], t) - f(t))) for t in grid)
    print(f"{name}: error 2^{float(log(worst, 2)):.1f}")
    for c in rounded:
        print(f"    {c!r},")


# ln((1+z)/(1-z)) = 2z + z w P(w), w = z^2, z up to that of sqrt(2)
edge = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
show("P", lambda w: 2 * (atanh(sqrt(w)) / sqrt(w) - 1) / w, mpf(0), edge, 7, lambda w, e: w * e / 2)
# e^r = 1 + r + r^2 Q(r)
show("Q", lambda r: (exp(r) - 1 - r) / r**2, -log(2) / 2, log(2) / 2, 10, lambda r, e: r**2 * e / exp(r))
