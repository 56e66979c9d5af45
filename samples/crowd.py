"""A crowd: the more threads compute, the longer the wait of the one that does not.

A thread naps for 0.1 ms, again and again, beside one, two and four that compute. Whoever waits for the
lock starts to wait anew at each switch, and any of those that wait may be the next.

Try:      gilbox --as 3.12 samples/crowd.py 4; then --gil fifo
Expect:   twice the wait for twice the crowd, on the average; far more at worst. A fifo lock has a worst.

Runs:
    one: --as 3.12 --cores 8 : 1
    two: --as 3.12 --cores 8 : 2
    four: --as 3.12 --cores 8 : 4
    line: --gil fifo --cores 8 : 4
Predicts:
    two.naps / one.naps; virtual 0.35..0.6; real < 0.9; one more before it
    four.naps / two.naps; virtual 0.35..0.6; real < 1.5; and two more
    four.longest_ms / one.longest_ms; virtual > 4; real > 1.5; the lock is not fair
    line.longest_ms; virtual 20..20.5; four others, 5 ms each
Picture: two 0..60
"""
import sys
import threading
import time

CROWD = int(sys.argv[1]) if len(sys.argv) > 1 else 4
SECONDS = 2.0
done = False


def compute():
    while not done:
        pass


threads = [threading.Thread(target=compute, daemon=True) for _ in range(CROWD)]
for thread in threads:
    thread.start()
naps, longest = 0, 0.0
start = now = time.perf_counter()
while now - start < SECONDS:
    time.sleep(0.0001)
    before, now = now, time.perf_counter()
    longest = max(longest, now - before)
    naps += 1
done = True
for thread in threads:
    thread.join()
print(f'naps: {naps / (now - start):.1f}')
print(f'longest ms: {longest * 1000:.1f}')
