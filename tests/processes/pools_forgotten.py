"""A pool that the program has forgotten ends, when its calls are made."""
import multiprocessing
import time
import warnings


def double(x):
    return 2 * x


def children_gone():
    deadline = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not multiprocessing.active_children()


def forget(got):
    pool = multiprocessing.Pool(2)
    pool.map_async(double, range(4), chunksize=1, callback=got.extend)


if __name__ == '__main__':
    warnings.simplefilter('ignore', ResourceWarning)
    print(multiprocessing.Pool(2).map(double, range(3)))  # expect: [0, 2, 4]
    print(children_gone())              # expect: True
    got = []
    forget(got)
    while not got:
        time.sleep(0.01)
    print(got, children_gone())         # expect: [0, 2, 4, 6] True
    print(list(multiprocessing.Pool(1).imap(double, range(3))))  # expect: [0, 2, 4]
    result = multiprocessing.Pool(1).apply_async(double, (4,))
    print(result.get(), children_gone())  # expect: 8 True
