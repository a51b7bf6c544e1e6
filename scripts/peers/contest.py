"""Runs everybody in turn and prints the tables of scripts/bench-peers, which builds what this needs. Arguments: the C program, then parts; none for all."""
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

PEERS = Path(__file__).resolve().parent
ROOT = PEERS.parent.parent
CONCURRENCY = ROOT / "scripts/concurrency"
BENCHMARKS = ROOT / "tests/Concurrency.Benchmarks/bin/Release/net10.0/Concurrency.Benchmarks.dll"
C_PROGRAM = sys.argv[1]
CORES = os.cpu_count()

X = 6.5
# Γ(6.5) = (10395/64) √π. By the Euler–Maclaurin formula the exact sum over points 10^-3 apart or nearer is less than 10^-20 off it, and what is left
# out beyond 100 is less than 10^-32: so this is what all the sums here are, to the last digit.
EXACT = 287.88527781504435

# Of a few runs the median counts. In each round everything runs once, so that whatever the machine does meanwhile befalls all alike.
ROUNDS = 3
PILOT_STEPS = 4_000_000
# What a run of the rates is to take, in seconds.
AIM = 0.7

# value: what the sum came to. seconds: what it took by the program's own clock, without the program's start. whole: seconds of the command.
# points: how many were evaluated.
Run = namedtuple("Run", "value seconds whole points")


def output_of(*command):
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"bench-peers: '{' '.join(map(str, command))}' failed: {ended.stderr.strip()}")
    return ended.stdout


def python(file, *arguments):
    return output_of("/usr/bin/python3", PEERS / file, *arguments).split()


def concurrency(to, steps, cores, mode="threads"):
    result = json.loads(output_of(CONCURRENCY, "gamma", X, "--to", to, "--steps", steps, "--mode", mode, "--parallelism", cores, "--output", "json"))
    return result["value"], result["elapsedSeconds"]


# What is called with the end of the range, the number of steps, and that of cores or processes.
LOOP = "Python, a plain loop"
NUMPY = "numpy, arrays that fit the cache"
KERNEL = "ours, the bare kernel"
COMMAND = "concurrency gamma"
PROGRAMS = {
    LOOP: lambda to, steps, count: python("loop.py", X, to, steps, count),
    "numpy, whole arrays": lambda to, steps, count: python("whole_arrays.py", X, to, steps),
    NUMPY: lambda to, steps, count: python("cached_arrays.py", X, to, steps),
    "Dask, numpy chunks": lambda to, steps, count: python("dask_arrays.py", X, to, steps, count),
    "numba, pow·exp": lambda to, steps, count: python("numba_loop.py", "pow", X, to, steps, count),
    "numba, exp(a·log t − t)": lambda to, steps, count: python("numba_loop.py", "exp", X, to, steps, count),
    "C with OpenMP, pow·exp": lambda to, steps, count: output_of(C_PROGRAM, "pow", X, to, steps, count).split(),
    "C with OpenMP, exp(a·log t − t)": lambda to, steps, count: output_of(C_PROGRAM, "exp", X, to, steps, count).split(),
    f"{COMMAND} --mode serial": lambda to, steps, count: concurrency(to, steps, 1, "serial"),
    COMMAND: concurrency,
    # It says how many points it did not skip, too.
    KERNEL: lambda to, steps, count: output_of("dotnet", BENCHMARKS, "kernel-rate", X, to, steps).split(),
}
THREADED = [name for name in PROGRAMS if name.startswith(("Dask", "numba", "C "))]


def run(name, to, steps, count):
    began = time.perf_counter()
    value, seconds, *points = PROGRAMS[name](to, steps, count)
    return Run(float(value), float(seconds), time.perf_counter() - began, int(points[0]) if points else steps)


def median(runs):
    """All of a program's runs as one."""
    return runs[0]._replace(seconds=statistics.median(each.seconds for each in runs), whole=statistics.median(each.whole for each in runs))


def in_turn(entrants):
    """The median of each of the entrants, which are functions that run something once; of the plain loop one run is enough."""
    runs = {entrant: [] for entrant in entrants}
    for number in range(ROUNDS):
        for entrant in entrants:
            if number == 0 or LOOP not in entrant:
                runs[entrant].append(entrants[entrant]())
    return {entrant: median(of) for entrant, of in runs.items()}


def short(number):
    """Three digits."""
    return f"{number:.{max(0, 2 - math.floor(math.log10(number)))}f}" if number > 0 else "0"


def error(value):
    return f"{abs(value - EXACT) / EXACT:.1e}" if value != EXACT else "0"


def table(title, headings, rows):
    """To be read as it is and as Markdown: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows)]
    print(title)
    for row in headings, None, *rows:
        if row is None:
            print(f"|-{'-' * widths[0]}-|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|")
        else:
            print("| " + " | ".join([row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]) + " |")
    print(flush=True)


def exercise():
    to, steps = 1000, 10_000_000
    ways = [(LOOP, 1), (LOOP, 4), (LOOP, 8)]
    ways += [(name, CORES if name in THREADED or name == COMMAND else 1) for name in PROGRAMS if name != LOOP]
    runs = in_turn({way: lambda way=way: run(way[0], to, steps, way[1]) for way in ways})
    ours, kernel = runs[COMMAND, CORES], runs[KERNEL, 1]
    table(
        f"The exercise's job: x = {X} over [0, {to}], {steps:,} points; the median of {ROUNDS} runs, and one run of the plain loop",
        ["program", "threads or processes", "the whole command, s", f"{COMMAND} takes 1/", "the sum itself, s", "our kernel takes 1/", "relative error"],
        [
            # The kernel has no command of its own, only a benchmark, in which it has run before: as in the programs whose code was compiled long ago.
            [name, str(count), *(("", "") if name == KERNEL else (short(of.whole), short(of.whole / ours.whole))), short(of.seconds), short(of.seconds / kernel.seconds), error(of.value)]
            for (name, count), of in runs.items()
        ],
    )


def rates(*ends):
    # Whoever runs on one thread only stands in the tables of one core.
    single, all_cores = [NUMPY, *THREADED, KERNEL], [*THREADED, COMMAND]
    steps = {name: round(PILOT_STEPS * AIM / run(name, 100, PILOT_STEPS, 1).seconds) for name in single}
    steps[COMMAND] = steps[KERNEL]
    for to in ends:
        share = None
        for cores, names, own in (1, single, KERNEL), (CORES, all_cores, COMMAND):
            if cores == 1 and own == COMMAND:
                continue
            runs = in_turn({name: lambda name=name: run(name, to, steps[name] * cores, cores) for name in names})
            # Of our own points only those count that the kernel does not skip, though the others belong to the sum as well.
            share = share or runs[own].points / steps[own]
            rate = {name: of.points / of.seconds for name, of in runs.items()} | {own: steps[own] * cores * share / runs[own].seconds}
            rows = [
                [name, short(runs[name].seconds), f"{rate[name]:.2e}", short(1e9 * cores / rate[name]), short(rate[own] / rate[name]), error(runs[name].value)]
                for name in names
            ]
            table(
                f"x = {X} over [0, {to}], {'one core' if cores == 1 else f'{cores} cores'}; the median of {ROUNDS} runs"
                + (f"; ours skips {1 - share:.0%} of the points, which do not count" if share < 1 else ""),
                ["program", "the sum itself, s", "points/s", "ns a point and core", "ours is faster, times", "relative error"],
                rows,
            )


def cluster():
    rows = re.findall(r"^\| (.*?) +\| +([\d.]+) \|", output_of("dotnet", BENCHMARKS, "cluster-rates"), re.MULTILINE)
    ours = {what.split()[0]: float(figure) for what, figure in rows}
    tasks, wait = map(float, python("dask_cluster.py"))
    table(
        "A cluster with two worker processes of one slot, on this machine; medians",
        ["what", "concurrency", "Dask", "ours is better, times"],
        [
            ["tasks a second, of a job of tasks that do nothing", short(ours["chunks"]), short(tasks), short(ours["chunks"] / tasks)],
            ["ms until a connected driver knows the end of a job of one such task", short(ours["ms"]), short(wait), short(wait / ours["ms"])],
        ],
    )


def here():
    import dask
    import numba
    import numpy

    with open("/proc/cpuinfo") as processors:
        model = re.search(r"^model name\s*: (.*)$", processors.read(), re.MULTILINE)
    print(
        f"{model[1] if model else platform.machine()}, {CORES} cores; {platform.freedesktop_os_release()['PRETTY_NAME']}; gcc {output_of('gcc', '-dumpfullversion').strip()}, "
        f"Python {platform.python_version()}, numpy {numpy.__version__}, numba {numba.__version__}, Dask {dask.__version__.split('+')[0]}, .NET SDK {output_of('dotnet', '--version').strip()}\n"
    )


here()
for part in sys.argv[2:] or ["exercise", "rates", "cluster"]:
    {
        "exercise": exercise,
        "rates": lambda: rates(1000, 100),
        "rates-1000": lambda: rates(1000),
        "rates-100": lambda: rates(100),
        "cluster": cluster,
    }[part]()
