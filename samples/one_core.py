"""One core beats two: I/O beside computing is faster where there is nobody to race with.

A thread passes bytes through a socket to a partner while another computes. On one core the system
runs the thread that was woken; on two, the computing thread has the lock back before it is awake.

Try:      gilbox --as 3.12 --clock virtual --cores 1 samples/one_core.py; then --cores 2
Expect:   many times as many round trips on one core as on two: 7 in the virtual machine, whose system
          ends turns on time; 76 on a Linux that looks only every 4 ms whether a turn is over.

Runs:
    one: --as 3.12 --cores 1
    two: --as 3.12 --cores 2
Predicts:
    one.trips / two.trips; virtual > 4; whoever is woken runs, and the lock is free
Picture: one 0..40
"""
import socket
import threading
import time

SECONDS = 0.5
done = False


def spin():
    while not done:
        pass


def serve(connection):
    while data := connection.recv(1):
        connection.sendall(data)


ours, theirs = socket.socketpair()
threads = [threading.Thread(target=spin, daemon=True), threading.Thread(target=serve, args=(theirs,), daemon=True)]
for thread in threads:
    thread.start()
trips = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    ours.sendall(b'x')
    ours.recv(1)
    trips += 1
done = True
ours.close()
for thread in threads:
    thread.join()
print(f'trips: {trips}')
