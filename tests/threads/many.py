"""2,000 threads, started and joined; 300 at once."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
total = 0
lock = threading.Lock()
def work(n):
    global total
    with lock: total += n
for batch in range(20):
    ts = [threading.Thread(target=work, args=(batch * 100 + i,)) for i in range(100)]
    for t in ts: t.start()
    for t in ts: t.join()
print(total, sum(range(2000)), threading.active_count())  # expect: 1999000 1999000 1
gate = threading.Event()
started = threading.Semaphore(0)
def hold():
    started.release()
    gate.wait()
ts = [threading.Thread(target=hold, daemon=bool(i % 2)) for i in range(300)]
for t in ts: t.start()
for _ in ts: started.acquire()
print(threading.active_count(), len({t.ident for t in ts}))  # expect: 301 300
gate.set()
for t in ts: t.join()
print(threading.active_count(), any(t.is_alive() for t in ts))  # expect: 1 False
