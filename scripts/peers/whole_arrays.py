"""The sum with numpy, as it is usually written. Arguments: X TO STEPS. Prints the value and the seconds it took."""
import sys
import time

import numpy as np

x, to, steps = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
step = to / steps
began = time.perf_counter()
t = np.arange(steps) * step
value = np.sum(t ** (x - 1) * np.exp(-t)) * step
print(repr(float(value)), time.perf_counter() - began)
