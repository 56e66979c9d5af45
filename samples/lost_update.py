"""Lost updates: `x += 1` is three steps, and the lock may change hands between them.

Four threads add 1 to a number, 200,000 times each. The number is read, added to and stored; what
another thread stores in between is overwritten. When this happens depends on where the holder looks
whether it should give way: before every bytecode up to 3.9, at loops and calls from 3.10.

Try:      gilbox --as 3.9 --switch-interval 1us samples/lost_update.py plain; --as 3.12; then `call`
Expect:   many lost under 3.9. None under 3.12, by luck: put a call in between, and they are back.

Runs:
    ticks: --as 2.7 --cores 4 : plain
    old: --as 3.9 --switch-interval 0.5ms --cores 4 : plain
    new: --as 3.12 --switch-interval 1us --cores 4 : plain
    call: --as 3.12 --switch-interval 1us --cores 4 : call
    locked: --as 3.9 --switch-interval 1us --cores 4 : locked
Predicts:
    ticks.lost; virtual 307_000..461_000; real > 0; CPython 2.7 lost 384,000
    old.lost; virtual 242_000..362_000; real > 0; CPython 3.9 lost 302,000, and in another's hands 42.7 %, which is 342,000
    new.lost; = 0; no backward jump and no call in between
    call.lost; virtual 471_000..600_000; real > 0; CPython 3.10 to 3.13 lost 243,000 to 600,000, and in another's hands 73.6 %, which is 589,000
    locked.lost; = 0; a lock of the script's own is the only promise
Picture: old 2..3
"""
import sys
import threading

HOW = sys.argv[1] if len(sys.argv) > 1 else 'plain'
THREADS, TIMES = 4, 200_000
number = 0
lock = threading.Lock()


def same(value):
    return value


def plain():
    global number
    for _ in range(TIMES):
        number += 1


def call():
    global number
    for _ in range(TIMES):
        number = same(number) + 1


def locked():
    global number
    for _ in range(TIMES // 10):
        with lock:
            number += 10


threads = [threading.Thread(target=globals()[HOW]) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'counted: {number}')
print(f'lost: {THREADS * TIMES - number}')
