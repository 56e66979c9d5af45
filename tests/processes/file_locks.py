"""fcntl: locks of files between threads and processes."""
import fcntl
import functools
import os
import signal
import tempfile
import threading
import time

print = functools.partial(print, flush=True)
PATH = os.path.join(tempfile.mkdtemp(), 'counter')
with open(PATH, 'w') as file:
    file.write('0')


def add(lock):
    """Read, wait, write: wrong without the lock."""
    for _ in range(10):
        with open(PATH, 'r+') as file:
            lock(file, fcntl.LOCK_EX)
            number = int(file.read())
            time.sleep(0.001)
            file.seek(0)
            file.write(str(number + 1))


def in_child(action, *args):
    pid = os.fork()
    if pid == 0:
        action(*args)
        os._exit(0)
    return pid


for lock in (fcntl.flock, fcntl.lockf):
    for pid in [in_child(add, lock) for _ in range(3)]:
        os.waitpid(pid, 0)
    print(open(PATH).read())
threads = [threading.Thread(target=add, args=(fcntl.flock,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(open(PATH).read())


def ask(start, size):
    """Who has what, for another process?"""
    with open(PATH, 'r+') as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, size, start)
            print(start, size, 'free')
        except BlockingIOError as error:
            print(start, size, error.strerror)


with open(PATH, 'r+') as file, open(PATH, 'r+') as again:
    fcntl.lockf(file, fcntl.LOCK_EX, 10, 5)
    fcntl.lockf(file, fcntl.LOCK_UN, 2, 8)
    for start, size in (0, 5), (0, 6), (8, 2), (9, 2), (14, 1), (15, 0), (0, 0):
        os.waitpid(in_child(ask, start, size), 0)
    again.close()               # Whatever number of the file is closed, the locks are gone.
    os.waitpid(in_child(ask, 0, 0), 0)

with open(PATH) as file, open(PATH) as other:
    fcntl.flock(file, fcntl.LOCK_SH)
    fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        print(error)

    def stop(number, frame):
        raise TimeoutError('for too long')
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
    except TimeoutError as error:
        print(error)
    signal.setitimer(signal.ITIMER_REAL, 0)
    for wrong in lambda: fcntl.flock(99, 2), lambda: fcntl.lockf(file, fcntl.LOCK_EX):
        try:
            wrong()
        except OSError as error:
            print(error)
print(fcntl.fcntl(0, fcntl.F_GETFD), fcntl.fcntl(os.pipe()[0], fcntl.F_GETFD) == fcntl.FD_CLOEXEC)
# expect: 30
# expect: 60
# expect: 90
# expect: 0 5 free
# expect: 0 6 Resource temporarily unavailable
# expect: 8 2 free
# expect: 9 2 Resource temporarily unavailable
# expect: 14 1 Resource temporarily unavailable
# expect: 15 0 free
# expect: 0 0 Resource temporarily unavailable
# expect: 0 0 free
# expect: [Errno 11] Resource temporarily unavailable
# expect: for too long
# expect: [Errno 9] Bad file descriptor
# expect: [Errno 9] Bad file descriptor
# expect: 0 True
