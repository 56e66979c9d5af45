"""Signals are the main thread's: whoever runs, the handler waits for main's next check.

Three threads compute beside the main one while an alarm rings every 10 ms.

Try:      gilbox --as 3.12 --timeline samples/signals.py
Expect:   the handler never runs elsewhere; it is late by the wait for the lock, k intervals for k others.

Runs:
    quiet: --as 3.12 --cores 4 : 0
    busy: --as 3.12 --cores 4 : 3
Predicts:
    busy.elsewhere; = 0; handlers run on the main thread alone
    quiet.late_ms; virtual < 1; real < 8; nobody else wants the lock
    busy.late_ms; virtual 4..20; real > quiet.late_ms; the others go first
"""
import signal
import sys
import threading
import time

OTHERS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
rings, elsewhere, late = 0, 0, 0.0
done = False


def handler(number, frame):
    global rings, elsewhere, late
    rings += 1
    elsewhere += threading.current_thread() is not threading.main_thread()
    late += (time.perf_counter() - start) - rings * 0.01


def spin():
    while not done:
        pass


signal.signal(signal.SIGALRM, handler)
threads = [threading.Thread(target=spin) for _ in range(OTHERS)]
for thread in threads:
    thread.start()
start = time.perf_counter()
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while time.perf_counter() - start < 0.3:
    pass
signal.setitimer(signal.ITIMER_REAL, 0)
done = True
for thread in threads:
    thread.join()
print(f'rings: {rings}')
print(f'elsewhere: {elsewhere}')
print(f'late ms: {late / max(rings, 1) * 1000:.3f}')
