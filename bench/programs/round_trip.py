"""1 KiB to another process and back: `pipe` or `queue`.

Both processes share a core: on two, where the kernel puts them decides, and whether a process that
waits lets its core sleep. `apart` leaves it to the kernel.
"""
import multiprocessing
import os
import sys
import time

COUNT, MESSAGE = 4000, b'x' * 1024


def echo_pipe(pipe):
    while (message := pipe.recv()) is not None:
        pipe.send(message)


def echo_queue(there, back):
    while (message := there.get()) is not None:
        back.put(message)


def measure(send, receive):
    start = time.perf_counter()
    for _ in range(COUNT):
        send(MESSAGE)
        receive()
    print(f'result: {(time.perf_counter() - start) / COUNT:.7f}')
    send(None)


if __name__ == '__main__':
    if sys.argv[2:] != ['apart']:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if sys.argv[1] == 'pipe':
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=echo_pipe, args=(there,))
        process.start()
        measure(here.send, here.recv)
    else:
        there, back = multiprocessing.Queue(), multiprocessing.Queue()
        process = multiprocessing.Process(target=echo_queue, args=(there, back))
        process.start()
        measure(there.put, back.get)
    process.join()
