"""An event loop beside a busy thread: each turn of the loop costs an interval.

The loop waits for bytes from a socket with select, as asyncio does; a busy thread holds the lock.

Try:      gilbox --as 3.12 samples/event_loop.py 1; --switch-interval 0.5ms
Expect:   the loop handles 1 / interval events a second at most, and is blocked nearly all the time.

Runs:
    alone: --as 3.12 --cores 2 : 0
    beside: --as 3.12 --cores 2 : 1
    shorter: --as 3.12 --switch-interval 0.5ms --cores 2 : 1
Predicts:
    beside.events; virtual 90..200; real < alone.events / 1.2; each select ends with a wait for the lock
    shorter.events / beside.events; virtual 7..11; real > 1; a tenth of the interval
Picture: beside 0..60
"""
import selectors
import socket
import sys
import threading
import time

SECONDS = 0.5
done = False


def compute():
    while not done:
        pass


def produce(connection):
    while not done:
        time.sleep(0.0001)
        connection.send(b'x')


ours, theirs = socket.socketpair()
threads = [threading.Thread(target=produce, args=(theirs,), daemon=True)]
if sys.argv[1:] != ['0']:
    threads.append(threading.Thread(target=compute, daemon=True))
for thread in threads:
    thread.start()
selector = selectors.DefaultSelector()
selector.register(ours, selectors.EVENT_READ)
events = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    for key, _ in selector.select(0.1):
        key.fileobj.recv(1)
        events += 1
done = True
for thread in threads:
    thread.join()
print(f'events: {events / (time.perf_counter() - start):.1f}')
