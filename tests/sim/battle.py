"""The battle for the tick lock: two threads that count take longer than one after the other."""
# arguments: --as 2.7 --cost py27-dualcore-2009 --cores 1
# arguments: --as 2.7 --cost py27-dualcore-2009 --cores 2 --seed 5
# arguments: --as 3.12 --cores 2
import gilbox, os, threading, time
N = 500_000
def count(n):
    while n > 0: n -= 1
def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
def both():
    ts = [threading.Thread(target=count, args=(N,)) for _ in range(2)]
    for t in ts: t.start()
    for t in ts: t.join()
alone = timed(lambda: count(2 * N))
ratio = timed(both) / alone
timed_lock = gilbox.policy().name == 'timed'
low, high = (.99, 1.05) if timed_lock else (1.2, 1.6) if os.cpu_count() == 1 else (1.6, 2.2)
# A hundred million took Beazley 7.8 s.
print(7 < alone * 100 < 9 or timed_lock)    # expect: True
print(low < ratio < high or ratio)      # expect: True
