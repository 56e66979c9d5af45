"""Perfect squares: one after the other, by threads, by processes. Which is faster, and why?"""
import math
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

LIMITS = [200000, 400000, 300000, 400000]


def squares(n):
    return [i for i in range(1, n + 1) if math.isqrt(i) ** 2 == i]


def timed(label, function):
    start = time.perf_counter()
    found = function()
    print(f'{label}: {sum(map(len, found))} squares in {time.perf_counter() - start:.3f} s')


if __name__ == '__main__':
    timed('one after the other', lambda: list(map(squares, LIMITS)))
    with ThreadPoolExecutor(4) as threads:
        timed('threads', lambda: list(threads.map(squares, LIMITS)))
    with Pool() as processes:
        timed('processes', lambda: processes.map(squares, LIMITS))
