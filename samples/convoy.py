"""The convoy effect: threads that do I/O wait for one that computes.

A client sends a byte through a socket, a server sends it back. Each of the two threads blocks until
the other has sent, and then must have the lock to go on. While a third thread computes, that takes an
interval, each time.

Try:      gilbox --as 3.12 --stats samples/convoy.py 1; then --switch-interval 0.5ms; then 2 spinners
Expect:   1 / (2 x interval) answers a second with one spinner, half as many with two, and nearly as
          many as without any under --gil priority, deadline, or holy (which gives way at once if chosen).
          "Behind the scenes" is the article Python behind the scenes #13. Its four spinners left 30 where
          arithmetic has 25, and at 0.01 ms it had 11,000 where the virtual machine, whose timers are
          50 us late, has 6,400.

Runs:
    free: --as 3.12 --cores 4 : 0
    one: --as 3.12 --cores 4 : 1
    two: --as 3.12 --cores 4 : 2
    four: --as 3.12 --cores 8 : 4
    long: --as 3.12 --cores 4 --switch-interval 100ms : 1
    short: --as 3.12 --cores 4 --switch-interval 1ms : 1
    shorter: --as 3.12 --cores 4 --switch-interval 0.1ms : 1
    priority: --gil priority --cores 4 : 1
    deadline: --gil deadline --cores 4 : 1
    holy: --gil holy --chosen spinner --cores 4 : 1
Predicts:
    free.requests; virtual 64_000..96_000; CPython 3.12 has 80,000 (behind the scenes 30,000, on a slower computer)
    one.requests; virtual 80..120; real < free.requests / 2; 100 behind the scenes: client and server each wait 5 ms
    two.requests; virtual 40..60; 50: any switch starts the wait anew
    two.requests / one.requests; virtual 0.4..0.6; real < 0.9; half as many
    four.requests; virtual 20..30; 1 / (2 x 4 x 5 ms)
    long.requests; virtual 4..6; real < free.requests / 2; 5
    short.requests; virtual 400..600; real > long.requests / 2; 500
    shorter.requests; virtual 2_560..3_840; 3,200, and not 5,000: a timer is 50 us late
    priority.requests / one.requests; virtual > 100; real > 1; who blocks goes first, at once
    deadline.requests / one.requests; virtual > 100; real > 1; who blocks keeps an early deadline
    holy.requests / one.requests; virtual > 30; real > 1; asked after 1 us, and a timer's 50
Picture: one 0..60
"""
import socket
import sys
import threading
import time

SPINNERS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
SECONDS = 2.0
done = False


def spin():
    while not done:
        pass


def serve(connection):
    while data := connection.recv(1):
        connection.sendall(data)


def ask(connection):
    count, longest = 0, 0.0
    start = now = time.perf_counter()
    while now - start < SECONDS:
        connection.sendall(b'x')
        connection.recv(1)
        before, now = now, time.perf_counter()
        longest = max(longest, now - before)
        count += 1
    print(f'requests: {count / (now - start):.1f}')
    print(f'longest ms: {longest * 1000:.1f}')


with socket.create_server(('127.0.0.1', 0)) as server:
    ours = socket.create_connection(server.getsockname())
    theirs = server.accept()[0]
threads = [threading.Thread(target=spin, name='spinner', daemon=True) for _ in range(SPINNERS)]
threads.append(threading.Thread(target=serve, args=(theirs,), daemon=True))
for thread in threads:
    thread.start()
ask(ours)
done = True
ours.close()
for thread in threads:
    thread.join()
