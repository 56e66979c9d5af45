"""mmap: memory that processes share, or have each for themselves."""
import mmap
import multiprocessing
import os


def in_child(action):
    pid = os.fork()
    if pid == 0:
        action()
        os._exit(0)
    os.waitpid(pid, 0)


shared = mmap.mmap(-1, 10000)
own = mmap.mmap(-1, 10000, flags=mmap.MAP_PRIVATE)


def write():
    shared[9999] = own[9999] = 7
    shared[:4] = own[:4] = b'kind'


in_child(write)
print(shared[:4], shared[9999], own[:4], own[9999])  # expect: b'kind' 7 b'\x00\x00\x00\x00' 0
own[1] = 1
own.resize(20000)
print(own[:2], own[19999], len(own))    # expect: b'\x00\x01' 0 20000


def add(count, lock):
    for _ in range(100):
        with lock:
            count[0] += 1


context = multiprocessing.get_context('fork')
lock = context.Lock()
shared[0] = 0
workers = [context.Process(target=add, args=(shared, lock)) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(shared[0])                        # expect: 200
