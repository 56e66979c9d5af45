"""Signals are the main thread's: whoever runs, the handler waits for main's next check.

Three threads compute beside the main one. An alarm rings, and 7 ms after its handler has run, again.

Try:      gilbox --as 3.12 --timeline samples/signals.py
Expect:   the handler never runs elsewhere. It is late by the time until main has the lock again, which
          the other threads take in turns of an interval.

Runs:
    quiet: --as 3.12 --cores 4 : 0
    busy: --as 3.12 --cores 4 : 3
Predicts:
    busy.elsewhere; = 0; handlers run on the main thread alone
    quiet.late_ms; virtual < 0.1; real < 8; nobody else wants the lock
    busy.late_ms; virtual 5..20; real > quiet.late_ms; three others, 5 ms each, in any order
Picture: busy 0..60
"""
import signal
import sys
import threading
import time

OTHERS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SECONDS = 1.0
late, elsewhere, due = [], 0, 0.0
done = False


def ring():
    global due
    due = time.perf_counter() + 0.007
    signal.setitimer(signal.ITIMER_REAL, 0.007)


def handler(number, frame):
    global elsewhere
    late.append(time.perf_counter() - due)
    elsewhere += threading.current_thread() is not threading.main_thread()
    ring()


def spin():
    while not done:
        pass


signal.signal(signal.SIGALRM, handler)
threads = [threading.Thread(target=spin, daemon=True) for _ in range(OTHERS)]
for thread in threads:
    thread.start()
end = time.perf_counter() + SECONDS
ring()
while time.perf_counter() < end:
    pass
signal.setitimer(signal.ITIMER_REAL, 0)
done = True
for thread in threads:
    thread.join()
print(f'rings: {len(late)}')
print(f'elsewhere: {elsewhere}')
print(f'late ms: {sum(late) / max(len(late), 1) * 1000:.3f}')
