"""Locks lie in memory that a script can write to: at worst somebody waits in vain."""
import multiprocessing
import random
import threading
from _multiprocessing import LOCK_SIZE, Memory, SemLock

SEMAPHORE, MOST = 1, 5
memory = Memory(LOCK_SIZE)
view = memoryview(memory)


def use(lock, count=1):
    for _ in range(count):
        for call in lock.release, lock._get_value, lambda: lock.acquire(True, 0.0005):
            try:
                call()
            except (ValueError, OSError):
                pass


lock = SemLock(SEMAPHORE, 0, MOST, memory, 0)
for start in range(0, LOCK_SIZE, 4):
    for filled in 0xff, 0x7f, 0x80, 1, 11:
        SemLock(SEMAPHORE, 0, MOST, memory, 0)
        thread = threading.Thread(target=lock.acquire, args=(True, 0.002))
        thread.start()
        view[start:start + 4] = bytes([filled]) * 4
        use(lock)
        thread.join()
        use(SemLock(SEMAPHORE, -1, MOST, memory, 0))
print('by words')  # expect: by words

# The same from another process, and with all of it.
chance = random.Random(1)
child = multiprocessing.Process(target=use, args=(lock, 40))
child.start()
while child.is_alive():
    view[:] = chance.randbytes(LOCK_SIZE)
    use(lock)
child.join()
print(child.exitcode)  # expect: 0

lock = SemLock(SEMAPHORE, 1, MOST, memory, 0)
print(lock.acquire(), lock.acquire(False), lock._get_value())  # expect: True False 0
lock.release()
view[:] = b'\xff' * LOCK_SIZE
try:
    print(SemLock(SEMAPHORE, -1, 2 ** 31 - 1, memory, 0).release())
except ValueError as error:
    print(error)  # expect: semaphore or lock released too many times
