"""Barrier: 100 threads, actions, breaking, reset."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
N = 100
rounds, indices = [], []
b = threading.Barrier(N, action=lambda: rounds.append(len(indices)))
def worker():
    for _ in range(3):
        indices.append(b.wait())
        b.wait()
ts = [threading.Thread(target=worker) for _ in range(N)]
for t in ts: t.start()
for t in ts: t.join()
print(rounds)                           # expect: [0, 100, 100, 200, 200, 300]
print([sorted(indices[i * N:(i + 1) * N]) == list(range(N)) for i in range(3)])
# expect: [True, True, True]
print(b.parties, b.n_waiting, b.broken)  # expect: 100 0 False
c = threading.Barrier(2, timeout=0.02)
try: c.wait()
except threading.BrokenBarrierError as e: print('timed out', type(e).__mro__[1].__name__,
        c.broken, repr(c).split(' at ')[0])
        # expect: timed out RuntimeError True <threading.Barrier
try: c.wait()
except threading.BrokenBarrierError: print('still broken')  # expect: still broken
c.reset()
print(c.broken)                         # expect: False
def failing(): raise ValueError('in action')
d = threading.Barrier(1, failing)
try: d.wait()
except ValueError as e: print(e, d.broken)  # expect: in action True
e, log = threading.Barrier(2), []
def waits():
    try: e.wait()
    except threading.BrokenBarrierError: log.append('broken')
t = threading.Thread(target=waits); t.start()
while e.n_waiting == 0: pass
e.abort(); t.join()
print(log, e.broken)                    # expect: ['broken'] True
