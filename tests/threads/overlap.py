"""A blocked thread does not hold the lock: while others sleep on, some sleep, and main works."""
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
sleeper = threading.Thread(target=time.sleep, args=(1000,), daemon=True); sleeper.start()
print(timed(lambda: time.sleep(0.2), 5) >= 0.19)  # expect: True
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
print(timed(lambda: sleeper.join(0.05), 1) > 0.04, sleeper.is_alive())  # expect: True True
print(sleeper.join(0), sleeper.join(timeout=-1))  # expect: None None
