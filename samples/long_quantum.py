"""Ruby's quantum: the same convoy, twenty times as long.

A request to a web site waits six times for the net, 10 ms each. Afterwards it needs the lock, each time,
beside a thread that computes. A fifo lock gives the holder a quantum, and Ruby's is 100 ms.

Try:      gilbox --gil fifo --switch-interval 100ms samples/long_quantum.py
Expect:   16.6 requests a second alone, and 1.66 beside a busy thread under Ruby 3.2: six quanta. (A quantum
          begins when the holder takes the lock, so it does not matter how long the net takes.)

Runs:
    alone: --gil fifo --switch-interval 100ms --cores 2 : 0
    ruby: --gil fifo --switch-interval 100ms --cores 2 : 1
    python: --as 3.12 --cores 2 : 1
Predicts:
    alone.requests; virtual 13.3..19.9; real > ruby.requests; Ruby: 16.6
    ruby.requests; virtual 1.33..1.99; real < python.requests; Ruby: 1.66
    alone.requests / ruby.requests; virtual 8..12; ten times
    python.requests; virtual 10.5..11.5; real > ruby.requests; six intervals of 5 ms are bearable
Picture: ruby 0..400
"""
import sys
import threading
import time

SECONDS, WAITS = 2.0, 6
done = False


def compute():
    while not done:
        pass


threads = [threading.Thread(target=compute, daemon=True)] if sys.argv[1:] != ['0'] else []
for thread in threads:
    thread.start()
requests = 0
start = now = time.perf_counter()
while now - start < SECONDS:
    for _ in range(WAITS):
        time.sleep(0.01)
    requests += 1
    now = time.perf_counter()
done = True
for thread in threads:
    thread.join()
print(f'requests: {requests / (now - start):.2f}')
