"""Two threads pass the turn to each other through two locks: each hand-over is a release, a wake-up and an acquire."""
import _thread
import time

TURNS = 20_000
ping, pong, done = _thread.allocate_lock(), _thread.allocate_lock(), _thread.allocate_lock()
ping.acquire()
pong.acquire()
done.acquire()


def partner():
    for _ in range(TURNS):
        ping.acquire()
        pong.release()
    done.release()


start = time.perf_counter()
_thread.start_new_thread(partner, ())
for _ in range(TURNS):
    ping.release()
    pong.acquire()
done.acquire()
print('result:', time.perf_counter() - start)
