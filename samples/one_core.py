"""One core beats two: I/O beside computing is faster where there is nobody to race with.

A process sends bytes through a socket to a server thread, which sends them back. Beside that a thread
computes. On one core the system runs the thread that was woken; on two, the computing thread has the lock
back before it is awake.

Try:      gilbox --as 3.12 --clock virtual --cores 1 samples/one_core.py; then --cores 2
Expect:   CPython 3.12 manages 22,800 round trips a second on one core. There the system owes time to those
          that waited: they have the core, and the lock, until they are even. On two cores each trip waits
          an interval: 200 a second. CPython had 250 to 310, since a real system puts the server and the
          spinner on one core now and then; the virtual one always finds the idle core.

Runs:
    one: --as 3.12 --cores 1
    two: --as 3.12 --cores 2
Predicts:
    one.trips; virtual 18_240..27_360; CPython: 22,800
    two.trips; virtual 195..200; an interval and a little each
    one.trips / two.trips; virtual > 76; CPython: 22,800 to 300
Picture: one 0..40
"""
import os
import socket
import threading
import time

SECONDS = 1.0
done = False


def spin():
    while not done:
        pass


def serve(connection):
    while data := connection.recv(1):
        connection.sendall(data)


def ask(connection):
    trips = 0
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        connection.sendall(b'x')
        connection.recv(1)
        trips += 1
    print(f'trips: {trips}', flush=True)


ours, theirs = socket.socketpair()
if os.fork() == 0:
    ours.close()
    ask(theirs)
    os._exit(0)
theirs.close()
spinner = threading.Thread(target=spin)
spinner.start()
serve(ours)
done = True
spinner.join()
os.wait()
