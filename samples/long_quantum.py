"""Ruby's quantum: the same convoy, twenty times as long.

A thread naps for a moment, again and again, beside one that computes. A fifo lock gives the holder a
quantum, and Ruby's is 100 ms.

Try:      gilbox --gil fifo --switch-interval 100ms samples/long_quantum.py
Expect:   10 naps a second; 200 with Python's 5 ms.

Runs:
    ruby: --gil fifo --switch-interval 100ms --cores 2
    python: --as 3.12 --cores 2
Predicts:
    ruby.naps; virtual 9..11; real 5..40; one a quantum
    python.naps; virtual 180..200; real > ruby.naps; one an interval
Picture: ruby 0..400
"""
import threading
import time

SECONDS = 1.0
done = False


def compute():
    while not done:
        pass


thread = threading.Thread(target=compute, daemon=True)
thread.start()
naps = 0
start = time.perf_counter()
while time.perf_counter() - start < SECONDS:
    time.sleep(0.0001)
    naps += 1
done = True
thread.join()
print(f'naps: {naps / (time.perf_counter() - start):.1f}')
