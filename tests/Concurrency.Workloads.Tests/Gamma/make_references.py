#!/usr/bin/env python3
"""Writes sums.csv, integrals.csv and incomplete.csv: what the gamma workload is checked against, to 40 digits.

Needs mpmath. Every double is taken exactly; nothing here shares code or method with the workload.

  sums.csv       x,from,to,steps,rule,value   the quadrature rule at the real points, summed point by point
                                              (or, for integer x and many steps, by Euler-Maclaurin)
  integrals.csv  x,from,to,value              the integral over [from, to]
  incomplete.csv x,from,to,value              the same, also without an end, where the rule adaptive may find it hard
"""
from math import inf, nextafter

from mpmath import mp, mpf, exp, log, bernoulli, factorial, gamma, nstr

RULES = ("left", "midpoint", "trapezoid", "simpson")
DIGITS = 40


def integrand(x, t):
    if t == 0:
        return mpf(1) if x == 1 else mpf(0)
    return exp((x - 1) * log(t) - t)


def rule_sum(x, a, b, steps, rule):
    x, a, b = mpf(x), mpf(a), mpf(b)
    width = b - a

    def f(halves):
        return integrand(x, a + halves * width / (2 * steps))

    if rule == "left":
        total = mp.fsum(f(2 * i) for i in range(steps))
    elif rule == "midpoint":
        total = mp.fsum(f(2 * i + 1) for i in range(steps))
    elif rule == "trapezoid":
        total = (f(0) + f(2 * steps)) / 2 + mp.fsum(f(2 * i) for i in range(1, steps))
    else:
        odd = mp.fsum(f(2 * i + 1) for i in range(steps))
        even = mp.fsum(f(2 * i) for i in range(1, steps))
        total = (f(0) + f(2 * steps) + 4 * odd + 2 * even) / 6
    return total * width / steps


def derivatives(n, t, count):
    """t^n e^-t and its first derivatives: each is a polynomial times e^-t."""
    poly = [mpf(0)] * n + [mpf(1)]
    for _ in range(count):
        yield sum(c * t**k for k, c in enumerate(poly)) * exp(-t)
        slope = [k * c for k, c in enumerate(poly)][1:] + [mpf(0)]
        poly = [s - p for s, p in zip(slope, poly)]


def euler_maclaurin(x, a, b, steps, rule):
    n, a, b = int(x) - 1, mpf(a), mpf(b)
    h = (b - a) / steps
    low, high = list(derivatives(n, a, 60)), list(derivatives(n, b, 60))

    def corrections(weight):
        total = mpf(0)
        for k in range(1, 30):
            term = weight(2 * k) / factorial(2 * k) * h ** (2 * k) * (high[2 * k - 1] - low[2 * k - 1])
            total += term
            if abs(term) < mpf(10) ** -400:
                break
        return total

    integral = lower_gamma(mpf(x), b) - lower_gamma(mpf(x), a)
    trapezoid = integral + corrections(bernoulli)
    midpoint = integral + corrections(lambda k: -(1 - mpf(2) ** (1 - k)) * bernoulli(k))
    return {
        "left": trapezoid - h / 2 * (high[0] - low[0]),
        "trapezoid": trapezoid,
        "midpoint": midpoint,
        "simpson": (trapezoid + 2 * midpoint) / 3,
    }[rule]


def lower_gamma(x, s):
    """s^x e^-s sum s^n / (x (x+1) ... (x+n)): all terms positive."""
    if s == 0:
        return mpf(0)
    if s > 40000:  # or infinite; the rest is under 10^-16000
        return gamma(x)
    term = 1 / x
    total, n = term, 0
    while term > total * mp.eps:
        n += 1
        term *= s / (x + n)
        total += term
    return exp(x * log(s) - s) * total


def integral(x, a, b):
    x, a, b = mpf(x), mpf(a), mpf(b)
    return mpf(0) if a > 40000 else lower_gamma(x, b) - lower_gamma(x, a)


def sum_cases():
    both = RULES
    for x in (1.5, 2.0, 2.5, 6.0, 6.5, 10.0, 30.3, 100.0, 170.9, 171.0):
        for steps in (1, 3, 100, 1000):
            yield x, 0.0, 1000.0, steps, both
        yield x, 0.1, 1000.0, 1, both
        yield x, 1.25, 33.7, 97, both
    for x in (1e-3, 0.1, 0.5, 0.9, 1 - 1e-15, 1 - 2.0**-53):
        for steps in (1, 7, 1000):
            yield x, 0.0, 50.0, steps, ("midpoint",)
            yield x, 1e-300, 1.0, steps, both
            yield x, 0.3, 12.0, steps, both
    for x in (1.0, 1 + 2.0**-52, 1 + 1e-15):
        for steps in (1, 2, 10, 777):
            yield x, 0.0, 50.0, steps, both
        yield x, 0.0, 1e300, 3, both
        yield x, 1e-300, 1e300, 1, both
        yield x, 0.0, 1.7976931348623157e308, 1, both
    yield 1e-3, 5e-324, 1e-310, 7, both
    yield 0.5, 5e-324, 3e-323, 3, both
    yield 0.75, 1e-320, 1e-160, 50, both
    yield 1 - 1e-9, 5e-324, 1.0, 100, both
    yield 0.999, 1e-310, 2.0, 100, both
    yield 1e-20, 1e-300, 700.0, 40, both
    yield 3.0, 1e-300, 1e-290, 5, both
    yield 3.0, 1e-90, 1e-80, 9, both
    for x in (0.5, 1.0, 3.3, 10.0, 100.0, 170.9):
        yield x, 5.0, 5.0 + 1e-12, 10, both
        yield x, 50.0, 60.0, 33, both
        yield x, 600.0, 700.0, 1000, both
        yield x, 780.0, 1e6, 100, both
        yield x, 168.0, 172.0, 11, both
        yield x, 1e-5, 3.0, 501, both
        yield x, 0.7, 1e9, 5, both
    for x in (6.5, 170.9):
        for steps in (4095, 4096, 8191, 8192, 8193, 16385):
            yield x, 0.0, 200.0, steps, ("left", "simpson")
        yield x, 0.3, 700.7, 20001, both
    # ranges from next to 0 to next to the largest double
    yield 1.5, 1e-300, 1e301, 1, ("left",)
    yield 1.02, 1e-285, 1.5e301, 1, ("left", "trapezoid")
    yield 1.5, 5e-324, 1.7976931348623157e308, 7, both
    # the largest two points are far apart, with the mode between them
    yield 10.0, 2.510468345790349e-28, 1259.9462190811573, 2, ("left",)
    yield 5.5, 2.8285915381371283e-61, 656.569056758242, 1, ("trapezoid",)
    yield 170.9, 0.056111783953566294, 3517.9683595490387, 2, ("left",)
    yield 171.0, 1.0, 1400.0, 10, both
    for x in (1.001, 1.5, 5.5, 10.0, 60.0, 170.9):
        for a in (1e-300, 1e-30, 1e-3, 0.3):
            if a > (x - 1) / 2:
                continue
            mode, target = mpf(x) - 1, (mpf(x) - 1) * log(mpf(a)) - a
            low, high = mode, mpf(1e6)
            while high - low > 1e-9:
                middle = (low + high) / 2
                low, high = (middle, high) if mode * log(middle) - middle > target else (low, middle)
            for steps in (1, 2, 7):
                yield x, a, float(a + (low - a) * steps), steps, ("left", "trapezoid")
                yield x, a, float(a + (low - a) * 2 * steps), steps, ("simpson",)
    yield 0.25, 0.0, 30.0, 20000, ("midpoint",)
    yield 2.0, 0.0, 100.0, 100000, ("trapezoid",)
    yield 170.9, 0.0, 1000.0, 100000, ("left",)
    # points so dense that their terms come from polynomials
    for x, a, b, steps in (
        (6.5, 0.0, 2.0, 30_000), (1e-3, 0.0, 0.5, 20_000), (0.5, 1e-300, 1.0, 20_000), (1 + 1e-15, 0.0, 3.0, 20_000), (1 - 1e-15, 0.0, 3.0, 20_000),
        (170.9, 160.0, 180.0, 9001), (171.0, 0.0, 60.0, 20_001), (100.0, 98.9, 99.1, 8193), (33.3, 5.0, 5.0 + 2.0**-30, 5000), (2.5, 3.0, 3.0 + 2.0**-51, 4097),
        (3.3, 1e-12, 1e-9, 10_000), (0.7, 1e-200, 1e-190, 10_000), (8.5, 90.0, 160.0, 70_000), (1.0, 0.0, 100.0, 10_000), (50.5, 30.0, 80.0, 66_000),
        (170.9, 600.0, 601.0, 3000), (12.25, 780.0, 790.0, 5000),
    ):
        rules = tuple(rule for rule in RULES if rule == "midpoint" or x >= 1 or a > 0)
        yield x, a, b, steps, rules
    # dense where doubles have few bits
    for x in (1e-3, 0.5):
        yield x, 1e-322, 1e-320, 30_000, RULES
        yield x, 5e-324, 1e-321, 10_000, ("midpoint",)
    # few steps, each of which f changes much
    for a, b in ((0.0, 1.0), (0.0, 60.0), (1.0, 5.0)):
        for steps in (65, 100, 129, 150):
            yield 171.0, a, b, steps, both


def smooth_cases():
    yield 6.0, 0.0, 1000.0, 10_000_000
    yield 6.0, 0.0, 1000.0, 9_999_991
    yield 2.0, 0.5, 60.0, 1_234_567
    yield 1.0, 0.0, 40.0, 1_000_003
    yield 10.0, 3.0, 300.0, 3_000_000
    yield 171.0, 0.0, 1000.0, 2_000_000
    yield 100.0, 90.0, 110.0, 5_000_001


def integral_cases():
    for x in (1e-20, 1e-3, 0.1, 0.5, 1 - 1e-15, 1.0, 1 + 1e-15, 1.5, 2.0, 3.3, 6.0, 6.5, 10.0, 50.5, 100.0, 170.9, 171.0):
        for a, b in (
            (0.0, 1000.0), (0.0, 1e300), (0.0, 1.7976931348623157e308), (0.0, 1.0), (0.0, 1e-8), (0.0, 1e-310), (0.0, 0.999),
            (0.0, 1.5), (0.0, 7.0), (0.0, 170.0), (1e-300, 1.0), (1e-300, 1e300), (1e-10, 50.0), (5e-324, 1e-310),
            (0.25, 0.25 + 2.0**-50), (0.9, 1.1), (5.0, 5.0 + 1e-12), (1.0, 1.0 + 2.0**-52), (1.0, 40.0), (50.0, 60.0),
            (100.0, 1e4), (170.0, 171.0), (300.0, 300.5), (600.0, 1e5), (700.0, 710.0), (780.0, 1e6), (1000.0, 1e9), (1600.0, 2000.0),
            (1e5, 1e6), (1e300, 1.7e308),
        ):
            if a == 0 and x < 1e-10:
                continue
            yield x, a, b
    for x in (5e-324, 1e-320, 1e-308, 1e-100, 1e-41, 1e-39):
        for a, b in ((1 - 2.0**-53, 1.0), (0.5, 1.0), (5e-324, 1.0), (5e-324, 1e-323), (0.1, 40.0), (1e-300, 1e300)):
            yield x, a, b
    for x in (5.6e-309, 1e-308, 1e-300):
        yield x, 0.0, 1.0
        yield x, 0.0, 1e300


def incomplete_cases():
    for x in (1e-3, 0.01, 0.0123, 0.05, 0.1, 0.3, 0.7, 0.99, 1.0, 1.7, 4.2, 12.5, 33.3, 77.7, 120.25, 150.0, 170.9, 171.0):
        spread = x**0.5
        for a, b in (
            (0.0, inf), (1e-300, inf), (0.3, inf), (x, inf), (700.0, inf), (0.0, 1e6), (0.0, 1e-5), (0.0, x), (0.0, 1.0 + 2.0**-52), (1e-12, 2.0),
            (1e-200, 1e-100), (0.5 * x, 0.6 * x), (x, x + spread), (x + 5 * spread, x + 9 * spread), (2 * x + 10, 3 * x + 40), (x, nextafter(x, inf)),
            (3.0, 3.0 + 1e-9), (0.2, 3 * x + 1), (0.36, 1.1), (5e-324, 1.5), (200.0, 200.0 + 2.0**-45),
        ):
            yield x, a, b


def text(value):
    return nstr(value, DIGITS, min_fixed=0, max_fixed=0) if value else "0"


def main():
    with open("sums.csv", "w") as out:
        out.write("x,from,to,steps,rule,value\n")
        mp.dps = 50
        for x, a, b, steps, rules in sum_cases():
            for rule in rules:
                out.write(f"{x!r},{a!r},{b!r},{steps},{rule},{text(rule_sum(x, a, b, steps, rule))}\n")
        mp.dps = 600
        for x, a, b, steps in smooth_cases():
            for rule in RULES:
                out.write(f"{x!r},{a!r},{b!r},{steps},{rule},{text(euler_maclaurin(x, a, b, steps, rule))}\n")
    with open("integrals.csv", "w") as out:
        out.write("x,from,to,value\n")
        mp.dps = 1200
        for x, a, b in integral_cases():
            out.write(f"{x!r},{a!r},{b!r},{text(integral(x, a, b))}\n")
    with open("incomplete.csv", "w") as out:
        out.write("x,from,to,value\n")
        for x, a, b in incomplete_cases():
            out.write(f"{x!r},{a!r},{'Infinity' if b == inf else repr(b)},{text(integral(x, a, b))}\n")


if __name__ == "__main__":
    main()
