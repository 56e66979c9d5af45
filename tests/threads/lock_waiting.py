"""Many wait for one lock; it may be released by another thread than the one that took it."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading, time
lock = threading.Lock()
order = []
def waiter(n):
    with lock: order.append(n)
lock.acquire()
ts = [threading.Thread(target=waiter, args=(i,)) for i in range(5)]
for t in ts: t.start()
start = time.monotonic()
print(lock.acquire(timeout=0.05))       # expect: False
print(time.monotonic() - start >= 0.045, order)  # expect: True []
lock.release()
for t in ts: t.join()
print(sorted(order), lock.locked())     # expect: [0, 1, 2, 3, 4] False
def takes(): lock.acquire()
t = threading.Thread(target=takes); t.start(); t.join()
print(lock.locked()); lock.release(); print('released by another thread')
# expect: True
# expect: released by another thread
