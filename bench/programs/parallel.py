"""The same work one after the other and by processes, in turns; the ratio: `two` counts, or `squares` by a Pool."""
import math
import multiprocessing
import sys
import time


def countdown(n):
    while n > 0:
        n -= 1


def squares(n):
    return [i for i in range(1, n + 1) if math.isqrt(i) ** 2 == i]


def two_processes(work, sizes):
    processes = [multiprocessing.Process(target=work, args=(size,)) for size in sizes]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def seconds(function, *args):
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


def pool_map(work, sizes):
    with multiprocessing.Pool(2) as pool:
        pool.map(work, sizes, chunksize=1)


if __name__ == '__main__':
    scale = int(sys.argv[2])
    if sys.argv[1] == 'two':
        work, sizes, parallel = countdown, [10_000 * scale] * 2, two_processes
    else:
        work, sizes, parallel = squares, [n * scale for n in (2000, 4000, 3000, 4000)], pool_map
    sequential = min(seconds(lambda: [work(size) for size in sizes]) for _ in range(3))
    print(f'result: {min(seconds(parallel, work, sizes) for _ in range(3)) / sequential:.4f}')
