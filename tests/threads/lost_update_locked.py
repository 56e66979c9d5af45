"""With a lock around it no update is lost, whatever the policy."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.2 --switch-interval 1us
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import threading
N = 3000
counter = 0
lock, rlock = threading.Lock(), threading.RLock()
def with_lock():
    global counter
    for _ in range(N):
        with lock: counter = int(counter) + 1
def with_rlock():
    global counter
    for _ in range(N):
        rlock.acquire()
        try:
            with rlock: counter = int(counter) + 1
        finally: rlock.release()
for target in (with_lock, with_rlock):
    counter = 0
    ts = [threading.Thread(target=target) for _ in range(4)]
    for t in ts: t.start()
    for t in ts: t.join()
    print(counter)
    # expect: 12000
    # expect: 12000
