"""Sleeps overlap; a blocked thread does not hold the lock."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import os, threading, time
def timed(f, n):
    start = time.monotonic()
    ts = [threading.Thread(target=f) for _ in range(n)]
    for t in ts: t.start()
    for t in ts: t.join()
    return time.monotonic() - start
took = timed(lambda: time.sleep(0.2), 5)
print(0.19 <= took < 0.6)               # expect: True
r, w = os.pipe()
def reader(): got.append(os.read(r, 10))
got, count = [], 0
t = threading.Thread(target=reader); t.start()
for i in range(200000): count += 1
os.write(w, b'data'); t.join()
print(got, count)                       # expect: [b'data'] 200000
held = threading.Lock(); held.acquire()
t = threading.Thread(target=held.acquire); t.start()
print(sum(range(100000)), t.is_alive())  # expect: 4999950000 True
held.release(); t.join()
start = time.monotonic(); t = threading.Thread(target=time.sleep, args=(5,),
        daemon=True); t.start()
t.join(0.05)
print(t.is_alive())                     # expect: True
print(0.04 < time.monotonic() - start < 2)  # expect: True
print(t.join(0), t.join(timeout=-1))    # expect: None None
