"""A call into C that gives the lock up: threads in it run truly in parallel.

Hashing a large block touches no Python object, so hashlib releases the lock meanwhile.

Try:      gilbox --as 3.12 --cores 4 --clock virtual samples/releasing_call.py 4
Expect:   as many times faster as there are threads, until the cores are used up.

Runs:
    one: --as 3.12 --cores 4 : 1
    two: --as 3.12 --cores 4 : 2
    four: --as 3.12 --cores 4 : 4
Predicts:
    one.seconds / two.seconds; virtual 1.9..2.05; real > 1.1; two cores hash at once
    one.seconds / four.seconds; virtual 3.7..4.1; four cores
Picture: four 0..15
"""
import hashlib
import sys
import threading
import time

BLOCKS = 8
THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 2
block = bytes(8_000_000)


def hash_blocks(count):
    for _ in range(count):
        hashlib.sha256(block).digest()


threads = [threading.Thread(target=hash_blocks, args=(BLOCKS // THREADS,)) for _ in range(THREADS)]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'seconds: {time.perf_counter() - start:.4f}')
