"""Starvation: with a long switch interval a thread may not run at all.

Two threads count for 0.4 s, one started after the other. The interval is how long a thread waits before
it even asks: here the main thread, which has not yet started the second.

Try:      gilbox --as 3.12 --switch-interval 0.5s samples/starvation.py
Expect:   with 0.5 s the second counts to nearly nothing; with 5 ms both count alike.

Runs:
    long: --as 3.12 --switch-interval 0.5s --cores 2
    usual: --as 3.12 --cores 2
Predicts:
    long.second / long.first; < 0.01; its patience is longer than the race
    usual.second / usual.first; virtual 0.9..1.1; real 0.6..1.6; turns of 5 ms
Picture: long 0..410
"""
import threading
import time

SECONDS = 0.4
counts = [0, 0]


def count(which, end):
    n = 0
    while time.perf_counter() < end:
        n += 1
    counts[which] = n


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=count, args=(which, end)) for which in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'first: {counts[0]}')
print(f'second: {counts[1]}')
