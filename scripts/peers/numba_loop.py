"""The sum with numba, compiled before the clock starts. Arguments: pow|exp X TO STEPS THREADS. Prints the value and the seconds it took."""
import math
import sys
import time

import numba


@numba.njit(parallel=True, fastmath=True, cache=True)
def sum_of_pow(x, step, steps):
    total = 0.0
    for k in numba.prange(steps):
        t = k * step
        total += t ** (x - 1) * math.exp(-t)
    return total * step


@numba.njit(parallel=True, fastmath=True, cache=True)
def sum_of_exp(x, step, steps):
    total = 0.0
    for k in numba.prange(steps):
        t = k * step
        total += math.exp((x - 1) * math.log(t) - t)
    return total * step


gamma_sum = {"pow": sum_of_pow, "exp": sum_of_exp}[sys.argv[1]]
x, to, steps = float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
numba.set_num_threads(int(sys.argv[5]))
gamma_sum(x, to / 1000, 1000)
began = time.perf_counter()
value = gamma_sum(x, to / steps, steps)
print(repr(value), time.perf_counter() - began)
