"""No speed-up: threads do not make a computation faster.

A countdown is split over 1, 2, 4 and 8 threads. Only one holds the lock at a time.

Try:      gilbox --as 3.12 samples/no_speed_up.py 4; --cores 8 does not help either
Expect:   the same time for any number of threads; on 3.12's lock, a little more.

Runs:
    one: --as 3.12 --cores 8 : 1
    two: --as 3.12 --cores 8 : 2
    four: --as 3.12 --cores 8 : 4
    eight: --as 3.12 --cores 8 : 8
Predicts:
    two.seconds / one.seconds; virtual 0.98..1.05; real 0.6..1.6; one lock, one thread at a time
    four.seconds / one.seconds; virtual 0.98..1.05; real 0.6..1.6; however many threads
    eight.seconds / one.seconds; virtual 0.98..1.05; real 0.6..1.6; and however many cores
Picture: four 0..80
"""
import sys
import threading
import time

COUNT = 4_000_000
THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 2


def countdown(n):
    while n > 0:
        n -= 1


threads = [threading.Thread(target=countdown, args=(COUNT // THREADS,)) for _ in range(THREADS)]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'seconds: {time.perf_counter() - start:.4f}')
