"""Pool.map of many calls that do next to nothing."""
import multiprocessing
import time

COUNT = 100_000


def tiny(n):
    return n + 1


if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        pool.map(tiny, range(1000))
        start = time.perf_counter()
        assert pool.map(tiny, range(COUNT)) == list(range(1, COUNT + 1))
        print(f'result: {time.perf_counter() - start:.6f}')
