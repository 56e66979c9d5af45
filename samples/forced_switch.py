"""The forced switch: a holder that was asked waits until another has taken the lock.

Two threads note who runs, for 0.4 s. (The first turns are not counted: main starts threads then.)

Try:      gilbox --as 3.12 --timeline samples/forced_switch.py; then --as 2.7
Expect:   strict turns of one interval under 3.12. Under 2.7 the releaser is back before the other is awake,
          and its stretches are as long as chance wants them.

Runs:
    new: --as 3.12 --cores 2
Predicts:
    new.mean_ms; virtual 5..5.2; real 4..9; the interval, and the time a wake-up takes
    new.longest_ms; virtual 5..5.5; real < 60; never two turns running
Picture: new 0..60
"""
import threading
import time

SECONDS = 0.4
turns = []          # (who, when a stretch of theirs began)


def run(who, end):
    while time.perf_counter() < end:
        if not turns or turns[-1][0] != who:
            turns.append((who, time.perf_counter()))


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=run, args=(who, end)) for who in 'ab']
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
times = [when for _, when in turns[6:]]
stretches = [after - before for before, after in zip(times, times[1:])]
print(f'mean ms: {sum(stretches) / max(len(stretches), 1) * 1000:.3f}')
print(f'longest ms: {max(stretches, default=0) * 1000:.3f}')
