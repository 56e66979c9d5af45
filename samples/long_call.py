"""A call into C that never gives the lock up: nobody runs until it returns.

One thread sorts a long list while another notes the time, again and again. The sort is one bytecode,
and no interval is short enough to interrupt it. A key function in Python has bytecodes of its own. (All
keys are equal here, so that calling them is nearly all that the sort does.)

Try:      gilbox --as 3.12 samples/long_call.py plain; --switch-interval 0.1ms; then `key`
Expect:   the other thread is silent for as long as the sort takes; with a key, for milliseconds.

Runs:
    plain: --as 3.12 --cores 2 : plain
    short: --as 3.12 --switch-interval 0.1ms --cores 2 : plain
    key: --as 3.12 --cores 2 : key
Predicts:
    plain.gap / plain.call; virtual 0.95..1; real 0.9..1;  the whole call
    short.gap / short.call; virtual 0.97..1; real 0.9..1; patience does not help: nobody looks
    key.gap / key.call; virtual < 0.5; real < 0.9; each call of the key is a chance to switch
    key.gap / plain.gap; virtual < 0.2; real < 0.9; milliseconds
Picture: plain 0..400
"""
import random
import sys
import threading
import time

HOW = sys.argv[1] if len(sys.argv) > 1 else 'plain'
numbers = [random.random() for _ in range(1_000_000)]
gap = 0.0
done = False


def note_times():
    global gap
    last = time.perf_counter()
    while not done:
        now = time.perf_counter()
        gap = max(gap, now - last)
        last = now


watcher = threading.Thread(target=note_times, daemon=True)
watcher.start()
time.sleep(0.02)
gap = 0.0
start = time.perf_counter()
numbers.sort(key=(lambda number: 0) if HOW == 'key' else None)
call = time.perf_counter() - start
time.sleep(0.02)
done = True
watcher.join()
print(f'call: {call:.4f}')
print(f'gap: {gap:.4f}')
