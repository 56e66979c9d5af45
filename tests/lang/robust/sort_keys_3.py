# Sorting by keys and comparisons that recurse, raise, change what is sorted, or make no sense.
import functools, random, heapq, bisect


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def heap_changes():
    class A:
        def __init__(self, n): self.n = n
        def __lt__(self, o): h.clear(); return self.n < o.n
    for f in (
            lambda: heapq.heappush(h, A(0)), lambda: heapq.heappop(h), lambda: heapq.heapify(h),
            lambda: heapq.heapreplace(h, A(9)), lambda: heapq.nsmallest(3, h),
            lambda: bisect.bisect(h, A(5)), lambda: bisect.insort(h, A(5)), lambda: min(h),
            lambda: max(h, key=lambda a: h.clear()), lambda: h.index(A(1)), lambda: h == h[:],
            lambda: h < h[::-1]):
        h = [A(i) for i in range(20)]
        try: f(); print(len(h))
        except Exception as e: print(type(e).__name__)
# expect: RuntimeError
# expect: RuntimeError
# expect: RuntimeError
# expect: RuntimeError
# expect: 0
# expect: IndexError
# expect: IndexError
# expect: 0
# expect: 0
# expect: ValueError
# expect: 20
# expect: 0
# expect: heap_changes None
