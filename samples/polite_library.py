"""Being polite can hurt: a call that gives the lock up for a moment has to get it back.

A library call of 20 us gives the lock up meanwhile, as it should. Beside a busy thread each call
then takes an interval; a call that kept the lock would take its 20 us.

Try:      gilbox --as 3.12 samples/polite_library.py polite; then `rude`
Expect:   alone, both make the same; beside a busy thread the rude one is many times faster.

Runs:
    polite: --as 3.12 --cores 2 : polite
    rude: --as 3.12 --cores 2 : rude
    priority: --gil priority --cores 2 : polite
Predicts:
    rude.calls / polite.calls; virtual > 5; real > 1; it waits a turn now and then, not in each call
    priority.calls / polite.calls; virtual > 5; real > 1; a lock that knows who blocks
"""
import sys
import threading
import time

HOW = sys.argv[1] if len(sys.argv) > 1 else 'polite'
SECONDS = 0.5
done = False


def compute():
    while not done:
        pass


def library_call():
    if HOW == 'polite':
        time.sleep(0.00002)
    else:
        sum(range(1000))


thread = threading.Thread(target=compute)
thread.start()
calls = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    library_call()
    calls += 1
done = True
thread.join()
print(f'calls: {calls / (time.perf_counter() - start):.1f}')
