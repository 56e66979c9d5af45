"""Straight-line code: since 3.10 it can't be interrupted.

One thread runs 400,000 statements without a loop or a call, another notes the time.

Try:      gilbox --as 3.9 samples/straight_line.py; then --as 3.12
Expect:   under 3.9 the other thread is silent for an interval, under 3.12 for all of the code.

Runs:
    old: --as 3.9 --cores 2
    new: --as 3.12 --cores 2
Predicts:
    new.gap / new.code; > 0.97; no backward jump, no call: the holder never looks
    old.gap; virtual 0.005..0.006; real < new.code; it looks before every bytecode
Picture: new 0..80
"""
import threading
import time

source = 'start = now()\n' + 'a = b + 1; b = a - 1\n' * 200_000 + 'end = now()\n'
code = compile(source, 'straight', 'exec')
names = {'b': 1, 'now': time.perf_counter}
gap = 0.0
done = False


def note_times():
    global gap
    last = time.perf_counter()
    while not done:
        now = time.perf_counter()
        gap = max(gap, now - last)
        last = now


watcher = threading.Thread(target=note_times)
watcher.start()
time.sleep(0.02)
gap = 0.0
exec(code, names)
time.sleep(0.02)
done = True
watcher.join()
print(f"code: {names['end'] - names['start']:.4f}")
print(f'gap: {gap:.4f}')
