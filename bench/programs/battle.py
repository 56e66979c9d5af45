import sys
import time
from threading import Thread

COUNT = 600_000
PARTS = int(sys.argv[1])


def countdown(n):
    while n > 0:
        n -= 1


start = time.perf_counter()
threads = [Thread(target=countdown, args=(COUNT // PARTS,)) for _ in range(PARTS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(time.perf_counter() - start)
