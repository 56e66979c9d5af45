"""A C call that keeps the lock stops all; a comparison in Python lets the others in."""
# arguments: --cores 2
import functools, random, threading, time
items = [random.random() for _ in range(100_000)]
def longest_gap(work):
    gap, last, done = 0, time.monotonic(), threading.Event()
    def watch():
        nonlocal gap, last
        while not done.is_set():
            time.sleep(.0001)
            now = time.monotonic()
            gap, last = max(gap, now - last), now
    t = threading.Thread(target=watch)
    t.start()
    start = time.monotonic()
    work()
    took = time.monotonic() - start
    done.set()
    t.join()
    return gap, gap / took
print(longest_gap(lambda: sorted(items))[1] > .9)       # expect: True
by = functools.cmp_to_key(lambda a, b: (a > b) - (a < b))
print(longest_gap(lambda: sorted(items, key=by))[0] < .006)  # expect: True
