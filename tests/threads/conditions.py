"""Condition: wait, wait_for, notify, timeouts, errors."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
c = threading.Condition()
items, got = [], []
def consumer():
    with c:
        while not items: c.wait()
        got.append(items.pop(0))
ts = [threading.Thread(target=consumer) for _ in range(4)]
for t in ts: t.start()
for i in range(4):
    with c:
        items.append(i)
        c.notify()
for t in ts: t.join()
print(sorted(got), items)               # expect: [0, 1, 2, 3] []
with c: print(c.wait(0.01), c.wait(timeout=0), c.wait_for(lambda: False, 0.02),
              c.wait_for(lambda: 'result', 1), c.wait_for(lambda: 0, timeout=0))
# expect: False False False result 0
for call in (c.wait, c.notify, c.notify_all, c.release):
    try: call()
    except RuntimeError as e: print(e)
    # expect: cannot wait on un-acquired lock
    # expect: cannot notify on un-acquired lock
    # expect: cannot notify on un-acquired lock
    # expect: cannot release un-acquired lock
state = {'turn': 0, 'log': []}
def turns(n):
    for k in range(3):
        with c:
            c.wait_for(lambda: state['turn'] % 3 == n)
            state['log'].append((n, k)); state['turn'] += 1
            c.notify_all()
ts = [threading.Thread(target=turns, args=(n,)) for n in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(state['log'])
# expect: [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2)]
r = threading.Condition(threading.RLock()); l = threading.Condition(threading.Lock())
with r:
    with r: print(r.wait(0.01), repr(l).startswith('<Condition(<unlocked _thread.lock object'))
# expect: False True
with l: print(l.acquire(False), l.wait(0.01), l.notify(5))  # expect: False False None
