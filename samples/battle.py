"""The battle for the tick lock: two threads are slower than one, and slower still on two cores.

Every check releases the lock and asks for it again. On one core the releaser mostly just goes on; on
two the thread it has woken arrives late, finds the lock taken, and both have paid for nothing.

Try:      gilbox --as 2.7 --check-interval 1 --stats samples/battle.py 2
Expect:   on a machine of 2009 with 100 ticks: about twice the time on two cores, less on one. `retries`
          counts the wake-ups for nothing.

Runs:
    alone: --as 2.7 --cores 2 --cost py27-dualcore-2009 : 1
    dual: --as 2.7 --cores 2 --cost py27-dualcore-2009 : 2
    single: --as 2.7 --cores 1 --cost py27-dualcore-2009 : 2
    now: --as 2.7 --cores 2 : 1
    worst: --as 2.7 --check-interval 1 --cores 2 : 2
    worst_single: --as 2.7 --check-interval 1 --cores 1 : 2
Predicts:
    dual.seconds / alone.seconds; virtual 1.58..2.37; Beazley measured 15.4 s against 7.8 s
    single.seconds / alone.seconds; virtual 1.16..1.74; one core: he measured 11.3 s
    dual.failed_wakes; virtual > 1000; woken, and the lock was taken again
    worst.seconds / now.seconds; virtual 14.2..21.4; real > 1.5; a check after every tick, on a machine of today: CPython 2.7 took 4.27 s instead of 0.24 s
    worst_single.seconds / now.seconds; virtual 2.2..3.3; the same on one core: 0.65 s
Picture: dual 10..11
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
if THREADS == 1:
    threads = []        # without a second thread there is no lock
    countdown(COUNT)
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'seconds: {time.perf_counter() - start:.4f}')
