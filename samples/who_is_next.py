"""The one who asked is not the one who gets: any waiter may be woken.

Four threads compute. Under the timed lock a release wakes some waiter; under a fifo lock the one who has
waited longest. The order of the turns tells them apart: 1 2 3 4 1 2 3 4, or not.

Try:      gilbox --as 3.12 --stats samples/who_is_next.py; then --gil fifo
Expect:   under fifo each thread runs every fourth turn; under timed the longest pause between two turns is longer.

Runs:
    timed: --as 3.12 --cores 4
    fifo: --gil fifo --cores 4
Predicts:
    fifo.in_order; virtual > 0.95; real > 0.8; a line has an order
    fifo.longest_ms; virtual 20..20.5; from turn to turn: its own and three others, 5 ms each
    timed.longest_ms / fifo.longest_ms; virtual > 1.5; real > 0.8; nobody is promised to be next
    timed.in_order; virtual 0.1..0.6; real < 0.9; one in three, were it by chance
Picture: timed 100..200
"""
import threading
import time

THREADS, SECONDS = 4, 0.5
turns = []


def run(who, end):
    while time.perf_counter() < end:
        if not turns or turns[-1][0] != who:
            turns.append((who, time.perf_counter()))


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=run, args=(who, end)) for who in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
settled = turns[2 * THREADS:]
order = [who for who, _ in settled]
in_order = sum(order[i] == order[i - THREADS] for i in range(THREADS, len(order)))
print(f'in order: {in_order / max(len(order) - THREADS, 1):.3f}')
last, longest = {}, 0.0
for who, when in settled:
    longest = max(longest, when - last.get(who, when))
    last[who] = when
print(f'longest ms: {longest * 1000:.2f}')
