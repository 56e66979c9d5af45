"""A queue that the program has forgotten takes its thread and its pipe with it."""
import multiprocessing
import os
import threading
import time


def use(kind):
    queue = kind()
    queue.put('word')
    return queue.get()


def wait_until(done):
    deadline = time.monotonic() + 30
    while not done() and time.monotonic() < deadline:
        time.sleep(0.001)
    return done()


def lowest_free_file():
    file = os.open(os.devnull, os.O_RDONLY)
    os.close(file)
    return file


for kind in multiprocessing.Queue, multiprocessing.JoinableQueue:
    before = lowest_free_file()
    print([use(kind) for _ in range(3)])
    print(wait_until(lambda: threading.active_count() == 1),
          wait_until(lambda: lowest_free_file() == before))
# expect: ['word', 'word', 'word']
# expect: True True
# expect: ['word', 'word', 'word']
# expect: True True
