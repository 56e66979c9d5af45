"""Semaphore, BoundedSemaphore, Event, Barrier, Timer."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading, time
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(False))  # expect: True True False
print(s.acquire(timeout=0.01), s.release())  # expect: False None
print(s.release(2), s.acquire())        # expect: None True
print(repr(s).split(' at ')[0])         # expect: <threading.Semaphore
b = threading.BoundedSemaphore()
with b: print(b.acquire(blocking=False))  # expect: False
for call in (b.release, lambda: threading.Semaphore(-1), lambda: s.acquire(False, 1),
             lambda: s.release(0), lambda: threading.Timer()):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError Semaphore released too many times
    # expect: ValueError semaphore initial value must be >= 0
    # expect: ValueError can't specify timeout for non-blocking acquire
    # expect: ValueError n must be one or more
    # expect: TypeError Timer.__init__() missing 2 required positional arguments: 'interval' and 'function'
running = peak = 0
guard = threading.Lock()
def limited():
    global running, peak
    with threading_limit:
        with guard: running += 1; peak = max(peak, running)
        time.sleep(0.002)
        with guard: running -= 1
threading_limit = threading.Semaphore(3)
ts = [threading.Thread(target=limited) for _ in range(12)]
for t in ts: t.start()
for t in ts: t.join()
print(peak <= 3, running)               # expect: True 0
e = threading.Event()
print(e.is_set(), e.wait(0.01), e.set())  # expect: False False None
print(e.is_set(), e.wait(), e.wait(0))  # expect: True True True
print(repr(e).split(' at ')[0], e.clear())  # expect: <threading.Event None
print(e.is_set())                       # expect: False
woken = []
ts = [threading.Thread(target=lambda: woken.append(e.wait(10))) for _ in range(5)]
for t in ts: t.start()
e.set()
for t in ts: t.join()
print(woken)                            # expect: [True, True, True, True, True]
fired = threading.Event()
t = threading.Timer(0.01, lambda *a, **k: (print('fired', a, k), fired.set()), [1],
                    {'k': 2}); t.start()
fired.wait(5); t.join()                 # expect: fired (1,) {'k': 2}
t = threading.Timer(60, print, ['never']); t.start(); t.cancel(); t.join()
print(t.is_alive(), t.name.startswith('Thread-'))  # expect: False True
print(t.interval)                       # expect: 60
