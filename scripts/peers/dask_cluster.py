"""A Dask cluster of two worker processes, a thread each: prints how many tasks that do nothing it runs in a second, and the ms that a client waits for a job of one."""
import statistics
import time

from distributed import Client, LocalCluster, wait

TASKS = 5_000
ROUNDS = 3
SHORT_JOBS = 200


def nothing(_):
    pass


if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        rates = []
        for number in range(ROUNDS + 1):
            began = time.perf_counter()
            futures = client.map(nothing, range(TASKS), pure=False)
            wait(futures)
            if number > 0:
                rates.append(TASKS / (time.perf_counter() - began))
            del futures

        waits = []
        for number in range(2 * SHORT_JOBS):
            began = time.perf_counter()
            client.submit(nothing, number, pure=False).result()
            if number >= SHORT_JOBS:
                waits.append((time.perf_counter() - began) * 1000)

        print(statistics.median(rates), statistics.median(waits))
