"""Threads hammer one dict."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import threading
N, T = 1500, 6
d = {}
def run(target, count=T):
    ts = [threading.Thread(target=target, args=(k,)) for k in range(count)]
    for t in ts: t.start()
    for t in ts: t.join()
def sets(k):
    for i in range(N): d[k, i] = i
def reads(k):
    for i in range(N):
        assert d[k, i] == i and (k, i) in d and d.get((k, -1)) is None
def deletes(k):
    for i in range(0, N, 2): del d[k, i]
    for i in range(0, N, 2): assert d.pop((k, i), 'gone') == 'gone'
run(sets); print(len(d))                # expect: 9000
run(reads); run(deletes)
print(len(d), sum(d.values()))          # expect: 4500 3375000
print(all(d[k, i] == i for k in range(T) for i in range(1, N, 2)))  # expect: True
winners = {}
def races(k):
    for i in range(N): winners.setdefault(i, []).append(k)
run(races)
print(len(winners), sum(len(w) for w in winners.values()))  # expect: 1500 9000
def walks(k):
    for i in range(N // 10):
        d[k] = i
        try:
            for key in d: pass
        except RuntimeError as e: assert 'changed' in str(e)
        d.pop(k); len(d.copy()); list(d); dict(d)
        d.update({(k, 'new', i): 1})
run(walks)
print(len([key for key in d if len(key) == 3]))  # expect: 900
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 7
    def __eq__(self, other): return self.n == other.n
e = {}
def keys(k):
    for i in range(N // 10): e[Key(i)] = e.get(Key(i), 0) and 1
run(keys)
print(len(e))                           # expect: 150
while d: d.popitem()
print(d)                                # expect: {}
