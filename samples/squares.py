"""Perfect squares: one list after the other, by threads, by processes.

Only computing: threads share the lock, so they are no faster than one after the other. Processes have
a lock each, and use as many cores as there are.

Try:      gilbox --timeline samples/squares.py processes; then `threads`
Expect:   half the time with processes, where there are two cores.

Runs:
    one: --as 3.12 --cores 2 : one
    threads: --as 3.12 --cores 2 : threads
    processes: --as 3.12 --cores 2 : processes
Predicts:
    threads.seconds / one.seconds; virtual 0.98..1.1; real > 0.6; one lock: four threads are one at a time
    processes.seconds / one.seconds; virtual 0.5..0.6; real < 0.8; each process has its own lock
    processes.squares; virtual = one.squares; real = one.squares; the results have come home, pickled
Picture: processes 0..400
"""
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

LIMITS = [800_000, 1_600_000, 1_200_000, 1_600_000]


def squares(n):
    return [i for i in range(1, n + 1) if math.isqrt(i) ** 2 == i]


def find(way):
    if way == 'one':
        return list(map(squares, LIMITS))
    if way == 'threads':
        with ThreadPoolExecutor(4) as threads:
            return list(threads.map(squares, LIMITS))
    with Pool(4) as processes:
        return processes.map(squares, LIMITS, chunksize=1)


if __name__ == '__main__':
    start = time.perf_counter()
    found = find(sys.argv[1] if len(sys.argv) > 1 else 'processes')
    print(f'seconds: {time.perf_counter() - start:.4f}')
    print(f'squares: {sum(map(len, found))}')
