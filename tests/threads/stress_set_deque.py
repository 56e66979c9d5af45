"""Threads hammer sets and deques."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import collections, threading
N, T = 2000, 6
s, q = set(), collections.deque()
def run(target):
    ts = [threading.Thread(target=target, args=(k,)) for k in range(T)]
    for t in ts: t.start()
    for t in ts: t.join()
def adds(k):
    for i in range(N): s.add(i * T + k if i % 2 else i)
def changes(k):
    for i in range(N // 4):
        s.discard(i); s.add(i)
        s | {1}; s & {2}; len(s - {3}); i in s; s.copy()
        if s.isdisjoint({0}): s.add(0)
run(adds)
print(len(s) == len({i * T + k if i % 2 else i for i in range(N) for k in range(T)}))
# expect: True
run(changes)
print(s >= set(range(0, N, 2)))         # expect: True
got = [[] for _ in range(T)]
def moves(k):
    for i in range(N):
        (q.append if i % 2 else q.appendleft)((k, i))
        got[k].append(q.pop() if i % 3 else q.popleft())
run(moves)
all_got = [x for g in got for x in g]
print(len(q), len(all_got), len(set(all_got)) == N * T)  # expect: 0 12000 True
bounded = collections.deque(maxlen=10)
def fills(k):
    for i in range(N):
        bounded.append(k); bounded.rotate(1); assert len(bounded) <= 10
        try: bounded.count(k)
        except RuntimeError: pass
run(fills)
print(len(bounded), set(bounded) <= set(range(T)))  # expect: 10 True
