"""Daemon threads die where they stand: no finally, no last word.

A daemon thread sleeps in a try block when the main thread returns.

Try:      gilbox samples/daemon.py
Expect:   "finally" is not printed, under any version.

Runs:
    new: --as 3.12
    old: --as 2.7
Predicts:
    new.lines; = 2; the process ends when main has ended
    old.lines; = 2; as it did then
Picture: new 0..60
"""
import threading
import time


def work():
    try:
        print('working')
        time.sleep(10)
    finally:
        print('finally')


threading.Thread(target=work, daemon=True).start()
time.sleep(0.05)
print('main returns')
