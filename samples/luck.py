"""The scheduler's luck: the same program, another result, and why a seed helps.

Two threads race for a number without a lock. With --jitter each wake-up is late by a little, as on a
real machine, and the seed says by how much.

Try:      gilbox --clock virtual --jitter 20us --seed 1 --as 3.9 samples/luck.py; another seed
Expect:   another number for another seed; the very same for the same seed, on any machine.

Runs:
    first: --as 3.9 --switch-interval 10us --jitter 20us --seed 1 --cores 2
    second: --as 3.9 --switch-interval 10us --jitter 20us --seed 2 --cores 2
    again: --as 3.9 --switch-interval 10us --jitter 20us --seed 1 --cores 2
Predicts:
    first.lost - again.lost; virtual = 0; the same seed
    abs(first.lost - second.lost); virtual > 0; another seed
Picture: first 2..3
"""
import threading

TIMES = 100_000
number = 0


def add():
    global number
    for _ in range(TIMES):
        number += 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'lost: {2 * TIMES - number}')
