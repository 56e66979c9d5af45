"""Priority inversion: what the user waits for stands behind what nobody waits for.

A user interface fills a list of 8 rows; each row gives the lock up 8 times, for a moment, to draw.
Meanwhile a thread computes something for later.

Try:      gilbox --as 3.12 samples/user_interface.py 1; --switch-interval 1ms; --gil priority
Expect:   64 times the interval. A priority lock puts it right.

Runs:
    alone: --as 3.12 --cores 2 : 0
    beside: --as 3.12 --cores 2 : 1
    shorter: --as 3.12 --switch-interval 1ms --cores 2 : 1
    priority: --gil priority --cores 2 : 1
Predicts:
    beside.bind_ms; virtual 320..345; real > alone.bind_ms; 64 waits of 5 ms
    shorter.bind_ms / beside.bind_ms; virtual 0.19..0.24; real < 0.8; a fifth of the interval
    priority.bind_ms / beside.bind_ms; virtual < 0.05; real < 0.8; who blocks goes first
Picture: beside 0..60
"""
import sys
import threading
import time

ROWS, CALLS = 8, 8
done = False


def compute():
    while not done:
        pass


threads = [threading.Thread(target=compute, daemon=True)] if sys.argv[1:] != ['0'] else []
for thread in threads:
    thread.start()
start = time.perf_counter()
for row in range(ROWS):
    for call in range(CALLS):
        time.sleep(0.0001)
seconds = time.perf_counter() - start
done = True
for thread in threads:
    thread.join()
print(f'bind ms: {seconds * 1000:.2f}')
