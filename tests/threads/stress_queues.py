"""Producers and consumers over every kind of queue, with locks, conditions and semaphores between."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import queue, threading
N, T = 300, 4
for q in (queue.Queue(), queue.Queue(3), queue.LifoQueue(5), queue.PriorityQueue(),
          queue.SimpleQueue()):
    taken = [[] for _ in range(T)]
    def produce(k):
        for i in range(N): q.put((k, i))
    def consume(k):
        while (item := q.get())[0] >= 0: taken[k].append(item)
        taken[k].sort()
    producers = [threading.Thread(target=produce, args=(k,)) for k in range(T)]
    consumers = [threading.Thread(target=consume, args=(k,)) for k in range(T)]
    for t in producers + consumers: t.start()
    for t in producers: t.join()
    while not q.empty(): pass
    for k in range(T): q.put((-1, k))
    for t in consumers: t.join()
    print(type(q).__name__)
    print(sorted(x for got in taken for x in got) == [(k, i) for k in range(T)
            for i in range(N)])
# expect: Queue
# expect: True
# expect: Queue
# expect: True
# expect: LifoQueue
# expect: True
# expect: PriorityQueue
# expect: True
# expect: SimpleQueue
# expect: True
items, capacity, filled, guard, total = [], threading.Semaphore(4), threading.Semaphore(0), threading.Lock(), 0
def put():
    for i in range(N):
        capacity.acquire()
        with guard: items.append(i)
        filled.release()
def take():
    global total
    for i in range(N):
        filled.acquire()
        with guard: total += items.pop()
        capacity.release()
ts = [threading.Thread(target=f) for f in (put, take) * T]
for t in ts: t.start()
for t in ts: t.join()
print(total == T * sum(range(N)), items)  # expect: True []
