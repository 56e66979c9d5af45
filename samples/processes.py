"""Processes dodge the lock: each has its own.

The same count, by two threads and by two processes.

Try:      gilbox samples/processes.py threads; then `processes`
Expect:   half the time with processes, where there are two cores.

Runs:
    threads: --as 3.12 --cores 2 : threads
    processes: --as 3.12 --cores 2 : processes
Predicts:
    processes.seconds / threads.seconds; virtual 0.48..0.6; real < 0.95; two locks, two cores
"""
import multiprocessing
import sys
import threading
import time

COUNT = 20_000_000


def countdown(n):
    while n > 0:
        n -= 1


if __name__ == '__main__':
    kind = multiprocessing.Process if sys.argv[1:] == ['processes'] else threading.Thread
    workers = [kind(target=countdown, args=(COUNT,)) for _ in range(2)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f'seconds: {time.perf_counter() - start:.4f}')
