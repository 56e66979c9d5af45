"""Timeouts that reach to the end of time are waits for ever; those that are none do not wait."""
import queue
import select
import socket
import threading

LONGEST = 9223372036  # seconds: what fits into 63 bits of nanoseconds
near, far = socket.socketpair()
near.settimeout(9.1e9)
lock, simple, full = threading.Lock(), queue.SimpleQueue(), queue.Queue()
lock.acquire()


def soon(action, *args):
    threading.Timer(0.02, action, args).start()


soon(simple.put, 'simple')
print(simple.get(timeout=LONGEST))               # expect: simple
soon(full.put, 'full')
print(full.get(timeout=LONGEST))                 # expect: full
soon(lock.release)
print(lock.acquire(timeout=LONGEST))             # expect: True
soon(far.send, b'x')
print(len(select.select([near], [], [], 9e9)[0]))  # expect: 1
print(near.recv(1))                              # expect: b'x'
print(lock.acquire(timeout=0), select.select([near], [], [], 0)[0])  # expect: False []
for call in simple.get, lock.acquire:
    try:
        call(timeout=float('nan'))
    except ValueError as error:
        print(error)  # expect: Invalid value NaN (not a number)
        # expect: Invalid value NaN (not a number)
near.close()
far.close()
