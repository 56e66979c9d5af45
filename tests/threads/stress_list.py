"""Threads hammer one list: single operations are whole, nothing is lost or doubled."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import threading
N, T = 2000, 6
shared, popped = [], [[] for _ in range(T)]
def appends(k):
    for i in range(N): shared.append((k, i))
def pops(k):
    while len(popped[k]) < N:
        try: popped[k].append(shared.pop())
        except IndexError: pass
def run(*targets):
    ts = [threading.Thread(target=f, args=(k,)) for k, f in enumerate(targets)]
    for t in ts: t.start()
    for t in ts: t.join()
run(*[appends] * T)
print(len(shared), len(set(shared)))    # expect: 12000 12000
print(all([i for k, i in shared if k == n] == list(range(N)) for n in range(T)))  # expect: True
shared.clear()
run(appends, pops, appends, pops, appends, pops)
everything = [x for p in popped for x in p]
print(len(everything), len(set(everything)), shared)  # expect: 6000 6000 []
def mixed(k):
    for i in range(N // 4):
        shared.append(k); shared.insert(0, k); shared.extend([k] * 3)
        shared[:2] = [k]; shared.reverse(); shared.count(k)
        sorted(shared[:20]); shared[-1]; list(shared); shared * 1
        del shared[-3:]
        for _ in shared: break
run(*[mixed] * T)
print(all(x in range(T) for x in shared), len(shared) >= 0)  # expect: True True
shared[:] = range(100)
def sorts(k):
    for i in range(200):
        try: shared.sort(key=lambda x: -x if i % 2 else x)
        except ValueError: pass
run(sorts, sorts, sorts)
print(sorted(shared) == list(range(100)))  # expect: True
