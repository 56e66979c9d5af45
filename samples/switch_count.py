"""How often the lock changes hands follows the switch interval, down to what a timer can do.

Four threads append to one list for 30 ms. Where an item is of another thread than the one before it, the
lock has changed hands.

Try:      gilbox sweep --switch-interval 0.01ms..50ms --metric switches samples/switch_count.py
Expect:   time / interval switches, until waking a thread takes longer than the interval. CPython 3.9 on two
          cores of a cloud has 3, 7, 24, 135 and 419 for the intervals below.

Runs:
    slow: --as 3.9 --switch-interval 50ms --cores 4 --cost cloud-vm
    usual: --as 3.9 --switch-interval 5ms --cores 4 --cost cloud-vm
    quick: --as 3.9 --switch-interval 1ms --cores 4 --cost cloud-vm
    short: --as 3.9 --switch-interval 0.1ms --cores 4 --cost cloud-vm
    least: --as 3.9 --switch-interval 1us --cores 4 --cost cloud-vm
Predicts:
    slow.turns_ended; virtual = 3; real < 9; no time for a turn: one item each at the end
    usual.turns_ended; virtual 6..8; real 3..12; 7: a turn takes 5 ms, and at the end one item each
    quick.turns_ended; virtual 20..28; real >= slow.turns_ended; 24, and not 30
    short.turns_ended; virtual 108..162; real >= slow.turns_ended; 135, and not 300: a timer is 50 us late
    least.turns_ended; virtual 336..502; real >= slow.turns_ended; 419, and not 30,000
Picture: usual 0..40
"""
import threading
import time

THREADS, SECONDS = 4, 0.03
owners = []


def append(who):
    owners.append(who)
    while time.perf_counter() < end:
        owners.append(who)


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=append, args=(who,)) for who in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'turns ended: {sum(one != other for one, other in zip(owners, owners[1:]))}')
