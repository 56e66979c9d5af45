"""How often the lock changes hands follows the switch interval, down to what a timer can do.

Four threads append to lists for a second.

Try:      gilbox sweep --switch-interval 0.01ms..50ms --metric switches samples/switch_count.py
Expect:   time / interval switches, until waking a thread takes longer than the interval.

Runs:
    slow: --as 3.12 --switch-interval 50ms --cores 4
    usual: --as 3.12 --switch-interval 5ms --cores 4
    quick: --as 3.12 --switch-interval 0.5ms --cores 4
    least: --as 3.12 --switch-interval 1us --cores 4
Predicts:
    usual.switches / slow.switches; virtual 6..10.5; real > 2; a tenth of the interval
    quick.switches / usual.switches; virtual 7..10.5; real > 2; a tenth again
    least.switches / usual.switches; virtual 40..110; real > 2; not 5,000: a timer is 50 us late
Picture: usual 0..60
"""
import threading
import time

THREADS, SECONDS = 4, 1.0


def append(end):
    numbers = []
    while time.perf_counter() < end:
        numbers.append(1)


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=append, args=(end,)) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('done')
