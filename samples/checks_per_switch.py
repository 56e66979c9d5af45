"""Hundreds of checks to a switch: on one core the tick lock is released for nothing.

Two threads count on a single core. Every 100 ticks the holder releases the lock and wakes the other,
and takes it again before the system has let the other run.

Try:      gilbox --as 2.7 --clock virtual --cores 1 --stats samples/checks_per_switch.py
Expect:   long stretches of one thread, with hundreds of checks in each; few real switches.

Runs:
    one: --as 2.7 --cores 1 --cost py27-dualcore-2009
Predicts:
    one.checks / one.switches; virtual 100..300; hundreds: a turn of 0.7 ms, and a check every 4 us
    one.turns; virtual 350..420; as often as a turn of 0.7 ms is over
Picture: one 0..10
"""
import threading

COUNT = 500_000
turns = []


def countdown(who, n):
    while n > 0:
        n -= 1
        if not turns or turns[-1] != who:
            turns.append(who)


threads = [threading.Thread(target=countdown, args=(who, COUNT)) for who in 'ab']
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'turns: {len(turns)}')
