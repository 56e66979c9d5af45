"""Pools: all ways to call, errors that travel, a worker that dies."""
import multiprocessing
import os


def square(x):
    return x * x


def add(a, b):
    return a + b


def fail(x):
    raise ValueError(f'no {x}')


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


with multiprocessing.Pool(2) as pool:
    print(pool.map(square, range(10)), pool.map(square, []))
    # expect: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81] []
    print(pool.starmap(add, [(1, 2), (3, 4)]), pool.apply(add, (5,), {'b': 6}))
    # expect: [3, 7] 11
    print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5), 2)))
    # expect: [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
    attempt(pool.map, fail, [1])        # expect: ValueError no 1
    attempt(next, pool.imap(fail, [2]))  # expect: ValueError no 2
    seen = []
    pool.map_async(square, [1, 2, 3], callback=seen.append).wait()
    print(seen)                         # expect: [[1, 4, 9]]
with multiprocessing.Pool(1, maxtasksperchild=1) as pool:
    print(len({pool.apply(os.getpid) for _ in range(3)}))  # expect: 3
attempt(pool.apply, square, (1,))       # expect: ValueError Pool not running
