"""An event loop beside a busy thread: each turn of the loop costs an interval or two.

A server answers requests from a socket in a loop around select, as asyncio does; a busy thread holds the
lock. When select has ended the loop waits for the lock, and so does the thread that asks when it has
its answer.

Try:      gilbox --as 3.12 samples/event_loop.py 1; --switch-interval 0.5ms
Expect:   100 requests a second at 5 ms, as was measured for asyncio. If each takes 4 ms of work, the loop is
          blocked for 71 % of the time, which was measured, too (for a loop whose work is not known).

Runs:
    alone: --as 3.12 --cores 4 : 0
    beside: --as 3.12 --cores 4 : 1
    shorter: --as 3.12 --switch-interval 0.5ms --cores 4 : 1
    working: --as 3.12 --cores 4 : 1 0.004
Predicts:
    beside.events; virtual 80..120; real < alone.events / 1.2; measured: 100
    shorter.events / beside.events; virtual 8..10; real > 0.2; a tenth of the interval
    working.blocked; virtual 0.57..0.85; real > 0.2; measured: 0.71
Picture: beside 0..60
"""
import selectors
import socket
import sys
import threading
import time

BUSY = sys.argv[1:2] != ['0']
WORK = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
SECONDS = 0.5
done = False


def spin():
    while not done:
        pass


def work(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def ask(connection):
    connection.send(b'x')
    while connection.recv(1):
        connection.send(b'x')


with socket.create_server(('127.0.0.1', 0)) as server:
    ours = socket.create_connection(server.getsockname())
    theirs = server.accept()[0]
threads = [threading.Thread(target=ask, args=(theirs,), daemon=True)]
if BUSY:
    threads.append(threading.Thread(target=spin, daemon=True))
for thread in threads:
    thread.start()
selector = selectors.DefaultSelector()
selector.register(ours, selectors.EVENT_READ)
events = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    for key, _ in selector.select():
        key.fileobj.recv(1)
        work(WORK)
        key.fileobj.send(b'x')
        events += 1
seconds = time.perf_counter() - start
done = True
ours.shutdown(socket.SHUT_RDWR)
for thread in threads:
    thread.join()
print(f'events: {events / seconds:.1f}')
print(f'blocked: {1 - events * WORK / seconds:.3f}')
