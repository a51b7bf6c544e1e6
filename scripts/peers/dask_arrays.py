"""The sum with Dask: numpy chunks in so many threads. Arguments: X TO STEPS THREADS. Prints the value and the seconds it took."""
import sys
import time

import dask.array as da

x, to, steps, threads = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
step = to / steps
began = time.perf_counter()
t = da.arange(steps, chunks=1_000_000, dtype=float) * step
value = (t ** (x - 1) * da.exp(-t)).sum().compute(num_workers=threads) * step
print(repr(float(value)), time.perf_counter() - began)
