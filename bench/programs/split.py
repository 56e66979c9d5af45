import time
from threading import Thread

COUNT = 60_000_000


def countdown(n):
    while n > 0:
        n -= 1


def measure(name, parts):
    start = time.perf_counter()
    threads = [Thread(target=countdown, args=(COUNT // parts,)) for _ in range(parts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f'{name}: {time.perf_counter() - start:.4f}')


measure('warmup', 1)
measure('sequential', 1)
measure('two', 2)
measure('four', 4)
