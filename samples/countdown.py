"""Count down in one go, then split over 2 and over 4 threads.

Try:      gilbox --as 2.7 samples/countdown.py, then with --check-interval 1; --as 3.12; --stats
Expect:   no speed-up from threads under any lock: only one runs at a time. Under the tick lock with a small check
          interval the threads fight for the lock, and are several times slower than one.
"""
import sys
import time
from threading import Thread

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000_000


def countdown(n):
    while n > 0:
        n -= 1


def measure(parts):
    threads = [Thread(target=countdown, args=(COUNT // parts,)) for _ in range(parts)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


countdown(COUNT // 4)  # Let the machine's clock come up to speed.
start = time.perf_counter()
countdown(COUNT)
sequential = time.perf_counter() - start
print(f'{"":14}{"seconds":>9}{"ratio":>8}')
print(f'{"sequential":14}{sequential:9.3f}{1:8.2f}')
for parts in 2, 4:
    seconds = measure(parts)
    print(f'{f"{parts} threads":14}{seconds:9.3f}{seconds / sequential:8.2f}')
