"""Ctrl-C while the main thread joins: 2.7 did not listen.

An alarm after 0.1 s stands for Ctrl-C. Its handler must run on the main thread, which waits for a
thread that computes for half a second.

Try:      gilbox --as 2.7 samples/deaf_main.py, and press Ctrl-C; then --as 3.12
Expect:   under 3.2 and later the handler runs within an interval. Under 2.7 only when the thread has
          ended, and meanwhile the lock is looked at after every single tick: the thread is slower, too.

Runs:
    old: --as 2.7 --cores 2
    new: --as 3.12 --cores 2
Predicts:
    new.heard; virtual 0.1..0.12; real 0.1..0.3; a wait for a lock can be interrupted
    old.heard / old.worker; > 0.95; it can't be under 2.7
    old.worker / new.worker; virtual 3.05..4.55; real > 0.9; a check after every tick: CPython 2.7 was 3.8 times slower
Picture: old 0..4000
"""
import signal
import threading
import time

COUNT = 20_000_000
heard = worker_done = 0.0


def handler(number, frame):
    global heard
    heard = time.perf_counter() - start


def work():
    global worker_done
    n = COUNT
    while n > 0:
        n -= 1
    worker_done = time.perf_counter() - start


signal.signal(signal.SIGALRM, handler)
thread = threading.Thread(target=work)
start = time.perf_counter()
signal.setitimer(signal.ITIMER_REAL, 0.1)
thread.start()
thread.join()
while not heard:
    time.sleep(0.001)
print(f'heard: {heard:.4f}')
print(f'worker: {worker_done:.4f}')
