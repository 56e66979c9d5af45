"""Without the lock: all cores at once, and nothing that keeps two threads apart.

Four threads count, each for itself and all together in one number. Under `none` there is no lock at all:
bytecodes of different cores fall between each other in any order.

Try:      gilbox --clock virtual --gil none --cores 4 samples/no_lock.py; then --as 3.12
Expect:   four times as fast; and the sum is wrong. Under 3.12 it is slow and right.

Runs:
    none: --gil none --cores 4
    lock: --as 3.12 --cores 4
Predicts:
    lock.seconds / none.seconds; virtual 3.8..4.1; four cores instead of one
    none.lost; virtual > 100_000; all cores read and write the same number
    lock.lost; = 0; by luck: 3.12 looks for requests at calls and loops alone
Picture: none 0..2
"""
import threading
import time

THREADS, TIMES = 4, 200_000
number = 0


def add():
    global number
    for _ in range(TIMES):
        number += 1


threads = [threading.Thread(target=add) for _ in range(THREADS)]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'seconds: {time.perf_counter() - start:.4f}')
print(f'lost: {THREADS * TIMES - number}')
