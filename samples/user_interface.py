"""Priority inversion: what the user waits for stands behind what nobody waits for.

A user interface fills a list of 8 rows. Each row is laid out by a library, which does not need the lock,
and then makes 8 calls of Python that draw a cell each. Two cells are a command to the display, and the
lock is given up for a moment to send it. Meanwhile a thread computes something for later.

Try:      gilbox --as 3.12 samples/user_interface.py 1; --switch-interval 1ms; --gil priority
Expect:   140 ms alone. A row costs an interval, and nearly always another for each command: 310 ms were
          measured, and 180 ms at 1 ms. (How its 64 calls came to 34 waits is not known; two cells to a
          command are a guess.) A priority lock puts it right.

Runs:
    alone: --as 3.12 --cores 2 : 0
    beside: --as 3.12 --cores 2 : 1
    shorter: --as 3.12 --switch-interval 1ms --cores 2 : 1
    priority: --gil priority --cores 2 : 1
Predicts:
    alone.bind_ms; virtual 140..142; real > 139; 8 rows of 17.5 ms
    beside.bind_ms; virtual 248..372; real > alone.bind_ms; measured: 310 ms
    shorter.bind_ms; virtual 144..216; real < beside.bind_ms * 1.1; measured: 180 ms
    priority.bind_ms / alone.bind_ms; virtual 1..1.05; real < beside.bind_ms / alone.bind_ms; who blocks goes first
Picture: beside 0..80
"""
import socket
import sys
import threading
import time

ROWS, CALLS = 8, 8
done = False


def compute():
    while not done:
        pass


threads = [threading.Thread(target=compute, daemon=True)] if sys.argv[1:] != ['0'] else []
for thread in threads:
    thread.start()
ours, display = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
display.bind(('127.0.0.1', 0))
ours.connect(display.getsockname())
start = time.perf_counter()
for row in range(ROWS):
    time.sleep(0.0175)
    for call in range(CALLS):
        if call % 2:
            ours.send(b'draw two cells')
seconds = time.perf_counter() - start
done = True
for thread in threads:
    thread.join()
print(f'bind ms: {seconds * 1000:.2f}')
