"""The exercise's own way: a plain loop, in so many processes. Arguments: X TO STEPS PROCESSES. Prints the value and the seconds it took."""
import math
import sys
import time
from multiprocessing import Pool


def part(x, step, first, end):
    total = 0.0
    for k in range(first, end):
        t = k * step
        total += t ** (x - 1) * math.exp(-t)
    return total


if __name__ == "__main__":
    x, to, steps, processes = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    step = to / steps
    began = time.perf_counter()
    if processes == 1:
        value = part(x, step, 0, steps) * step
    else:
        ends = [steps * n // processes for n in range(processes + 1)]
        with Pool(processes) as pool:
            value = sum(pool.starmap(part, [(x, step, first, end) for first, end in zip(ends, ends[1:])])) * step
    print(repr(value), time.perf_counter() - began)
