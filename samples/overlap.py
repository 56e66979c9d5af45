"""Overlap: threads that wait, wait together.

Two threads sleep 0.3 s each. A sleeping thread has given the lock up.

Try:      gilbox --as 2.7 samples/overlap.py; any other lock; more threads
Expect:   0.3 s for any number of sleepers, under every lock there ever was.

Runs:
    old: --as 2.7 : 2
    new: --as 3.12 : 2
    many: --as 3.12 : 50
Predicts:
    old.seconds; 0.3..0.34; sleeping needs no lock
    new.seconds; 0.3..0.34; nor under the timed lock
    many.seconds; virtual 0.3..0.31; real 0.3..0.7; nor do fifty sleepers
Picture: new 0..310
"""
import sys
import threading
import time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 2

threads = [threading.Thread(target=time.sleep, args=(0.3,)) for _ in range(THREADS)]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'seconds: {time.perf_counter() - start:.4f}')
