"""Fibonacci numbers by threads, by processes, and by processes that start threads."""
import multiprocessing
import threading
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fan_out(n):
    """Two threads of one process: they share its lock."""
    run(threading.Thread, fib, n)


def run(kind, target, n):
    workers = [kind(target=target, args=(n,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == '__main__':
    for label, kind, target in (('threads', threading.Thread, fib),
                                ('processes', multiprocessing.Process, fib),
                                ('processes of threads', multiprocessing.Process, fan_out)):
        start = time.perf_counter()
        run(kind, target, 29)
        print(f'{label}: {time.perf_counter() - start:.3f} s')
