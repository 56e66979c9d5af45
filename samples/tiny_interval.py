"""A tiny interval burns throughput: switching costs, and does nothing for the count.

Eight threads count, with an interval of 5 ms and of 1 us.

Try:      gilbox --as 3.12 --switch-interval 1us --stats samples/tiny_interval.py
Expect:   a tenth to a fifth is lost, since Linux lets a timer be 50 us late, and so no turn is shorter. On
          macOS, with exact timers, 2, 4 and 8 threads were measured to take 2.6, 4.9 and 13 times as long
          as one. With exact timers (timer-slack 0) the virtual machine says 1.6 for any number: that
          the waiters of a Mac hinder each other at its mutex is not modelled.

Runs:
    usual: --as 3.12 --cores 8
    tiny: --as 3.12 --switch-interval 1us --cores 8
Predicts:
    tiny.seconds / usual.seconds; virtual 1.05..1.44; real > 0.7; 0.42 s instead of 0.35 s under CPython 3.9: each switch wakes a core
    tiny.switches / usual.switches; virtual > 20; real > 2; for the same count
Picture: tiny 20..21
"""
import threading
import time

COUNT, THREADS = 8_000_000, 8


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
