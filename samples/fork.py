"""Fork with threads: one thread survives, and locks that others held stay locked.

A thread holds a lock when another forks. In the child there is nobody left to release it.

Try:      gilbox samples/fork.py
Expect:   the child has one thread, and finds the lock taken for good. From 3.12 a warning says so.

Runs:
    new: --as 3.12
Predicts:
    new.threads; = 1; only the caller of fork goes on
    new.free; = 0; the thread that would release it is not there
"""
import os
import threading
import time

lock = threading.Lock()


def hold():
    with lock:
        time.sleep(0.3)


thread = threading.Thread(target=hold)
thread.start()
time.sleep(0.05)
pid = os.fork()
if pid == 0:
    print(f'threads: {threading.active_count()}')
    print(f'free: {int(lock.acquire(timeout=0.05))}', flush=True)
    os._exit(0)
os.waitpid(pid, 0)
thread.join()
