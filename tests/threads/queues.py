"""queue: kinds, blocking, timeouts, task_done and join."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import queue, threading
q = queue.Queue(2)
print(q.empty(), q.put(1), q.put(2), q.full())  # expect: True None None True
print(q.qsize(), q.get(), q.get(), q.maxsize)  # expect: 2 1 2 2
for call in (q.get_nowait, lambda: q.get(timeout=0.01), lambda: q.get(False),
             lambda: q.get(timeout=-1), q.task_done,
             lambda: (q.put(1), q.put(2), q.put_nowait(3)), lambda: q.put(3, timeout=0.01),
             lambda: q.put(3, False), lambda: q.put(3, timeout=-1)):
    try: print(call())
    except Exception as e: print(type(e).__module__, type(e).__name__, e)
# expect: _queue Empty
# expect: _queue Empty
# expect: _queue Empty
# expect: builtins ValueError 'timeout' must be a non-negative number
# expect: None
# expect: queue Full
# expect: queue Full
# expect: queue Full
# expect: builtins ValueError 'timeout' must be a non-negative number
l, p, s = queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()
for x in (3, 1, 2): l.put(x); p.put((x, 'x')); s.put(x)
print([l.get() for _ in range(3)])      # expect: [2, 1, 3]
print([p.get() for _ in range(3)])      # expect: [(1, 'x'), (2, 'x'), (3, 'x')]
print([s.get() for _ in range(3)], s.empty())  # expect: [3, 1, 2] True
print(s.qsize())                        # expect: 0
for call in (s.get_nowait, lambda: s.get(timeout=0.01), lambda: s.get(timeout=-1),
             lambda: s.put()):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: Empty
    # expect: Empty
    # expect: ValueError 'timeout' must be a non-negative number
    # expect: TypeError put() missing required argument 'item' (pos 1)
work, results = queue.Queue(5), []
def worker():
    while True:
        item = work.get()
        if item is None: break
        results.append(item * item)
        work.task_done()
    work.task_done()
ts = [threading.Thread(target=worker) for _ in range(4)]
for t in ts: t.start()
for i in range(100): work.put(i)
work.join()
print(sum(results), work.unfinished_tasks)  # expect: 328350 0
for _ in ts: work.put(None)
for t in ts: t.join()
threading.Timer(0.05, s.put, ['late']).start()
print(s.get(timeout=1000))              # expect: late
print(issubclass(queue.Empty, Exception))  # expect: True
print(queue.Full.__name__)              # expect: Full
try: work.task_done()
except ValueError as e: print(e)        # expect: task_done() called too many times
