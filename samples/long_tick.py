"""One bytecode can take as long as it likes: a signal has to wait for its end.

An alarm rings after 5 ms, while the main thread looks for a number that is not there.

Try:      gilbox --as 3.12 samples/long_tick.py
Expect:   the handler runs when the search is over, under every lock.

Runs:
    old: --as 2.7
    new: --as 3.12
Predicts:
    old.heard / old.search; > 0.99; the search is one tick
    new.search; > 0.01; twice as long as the alarm was set for, and more
    new.heard / new.search; > 0.99; it is one bytecode in any version
Picture: new 0..60
"""
import signal
import time

numbers = [0.5] * 10_000_000
heard = 0.0


def handler(number, frame):
    global heard
    heard = time.perf_counter() - start


signal.signal(signal.SIGALRM, handler)
start = time.perf_counter()
signal.setitimer(signal.ITIMER_REAL, 0.005)
-1 in numbers
search = time.perf_counter() - start
while not heard:
    pass
print(f'search: {search:.4f}')
print(f'heard: {heard:.4f}')
