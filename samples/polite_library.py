"""Being polite can hurt: a call that gives the lock up for a moment has to get it back.

A control loop computes for 2.6 ms, then calls a library, which takes 20 us and gives the lock up
meanwhile, as it should. Beside a thread that computes each call then costs an interval. A call that
kept the lock would go unnoticed.

Try:      gilbox --as 3.12 samples/polite_library.py polite 1; then `rude 1`
Expect:   alone 376 turns a second, polite or not; beside a busy thread 119 if it is polite, and half of
          376 if it is rude.

Runs:
    alone: --as 3.12 --cores 2 : polite 0
    polite: --as 3.12 --cores 2 : polite 1
    rude: --as 3.12 --cores 2 : rude 1
    priority: --gil priority --cores 2 : polite 1
Predicts:
    alone.turns; virtual 355..395; 1 / 2.66 ms
    polite.turns / alone.turns; virtual 0.254..0.379; real < 0.8; from 376 a second to 119: 5 ms for 20 us
    rude.turns / alone.turns; virtual 0.45..0.55; the lock is shared, and no more is lost
    rude.turns / polite.turns; virtual 1.3..1.8; real > 1; so much for manners
    priority.turns / alone.turns; virtual > 0.9; real > polite.turns / alone.turns; a lock that knows who blocks
Picture: polite 0..40
"""
import sys
import threading
import time

HOW = sys.argv[1] if len(sys.argv) > 1 else 'polite'
BUSY = sys.argv[2:] != ['0']
SECONDS = 1.0
done = False


def compute():
    while not done:
        pass


def work(amount):
    for _ in range(amount):
        pass


def library_call():
    if HOW == 'polite':
        time.sleep(0.00002)
    else:
        work(2_000)


thread = threading.Thread(target=compute, daemon=True)
if BUSY:
    thread.start()
turns = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    work(280_000)
    library_call()
    turns += 1
done = True
if BUSY:
    thread.join()
print(f'turns: {turns / (time.perf_counter() - start):.1f}')
