"""With a patience longer than the work, the second thread does nothing while the first counts."""
# arguments: --switch-interval 500ms --cores 2
# arguments: --switch-interval 5ms --cores 2
import sys, threading, time
counts, ended = [0, 0], threading.Event()
def count(i):
    until = time.monotonic() + .4
    while time.monotonic() < until and not ended.is_set(): counts[i] += 1
    ended.set()
ts = [threading.Thread(target=count, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
starved = min(counts) < max(counts) / 1000
print(starved == (sys.getswitchinterval() > .4) or counts)  # expect: True
