"""Fibonacci numbers by two threads, by two processes, and by two processes of two threads.

A process that starts threads is a process like any other: its threads take turns with its lock, and
know nothing of the locks of other processes.

Try:      gilbox --timeline samples/fibonacci.py both
Expect:   two groups of lanes. In each, one thread runs at a time; both groups run at once.

Runs:
    threads: --as 3.12 --cores 2 : threads
    processes: --as 3.12 --cores 2 : processes
    both: --as 3.12 --cores 2 : both
Predicts:
    processes.seconds / threads.seconds; virtual 0.48..0.6; real < 0.8; two locks, two cores
    both.seconds / processes.seconds; virtual 1.9..2.1; real 1.3..3; twice the work, and no more locks
    both.switches; virtual > 10; real > 10; within a process, threads take turns
Picture: both 0..600
"""
import multiprocessing
import sys
import threading
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run(kind, target, n):
    workers = [kind(target=target, args=(n,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def family(n):
    """Two threads of one process: they share its lock."""
    run(threading.Thread, fib, n)


WAYS = {'threads': (threading.Thread, fib), 'processes': (multiprocessing.Process, fib),
        'both': (multiprocessing.Process, family)}

if __name__ == '__main__':
    kind, target = WAYS[sys.argv[1] if len(sys.argv) > 1 else 'both']
    start = time.perf_counter()
    run(kind, target, 31)
    print(f'seconds: {time.perf_counter() - start:.4f}')
