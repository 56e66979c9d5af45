"""heapq and bisect."""
import heapq, bisect
h = []
for x in (5, 1, 4, 1, 3): heapq.heappush(h, x)
print(h[0], [heapq.heappop(h) for _ in range(5)])  # expect: 1 [1, 1, 3, 4, 5]
print(heapq.nlargest(2, [3, 1, 2]))     # expect: [3, 2]
print(heapq.nsmallest(2, 'hello', key=ord))  # expect: ['e', 'h']
print(list(heapq.merge([1, 4], [2, 3], [0])))  # expect: [0, 1, 2, 3, 4]
print(list(heapq.merge('ca', 'b', reverse=True)))  # expect: ['c', 'b', 'a']
h = [9, 7, 5, 3, 1]; heapq.heapify(h)
print(h, heapq.heappushpop(h, 4))       # expect: [3, 4, 5, 9, 7] 1
print(heapq.heapreplace(h, 10), h)      # expect: 3 [4, 7, 5, 9, 10]
a = [1, 2, 2, 3]
print(bisect.bisect_left(a, 2))         # expect: 1
print(bisect.bisect_right(a, 2))        # expect: 3
print(bisect.bisect(a, 2, 0, 1))        # expect: 1
print(bisect.insort(a, 2.5), a)         # expect: None [1, 2, 2, 2.5, 3]
print(bisect.bisect_left(['a', 'bb', 'ccc'], 2, key=len))  # expect: 1
print(bisect.insort_left(a, 0), a)      # expect: None [0, 1, 2, 2, 2.5, 3]
for call in (lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heapify(5),
             lambda: heapq.heapreplace([], 1), lambda: bisect.bisect([1], 'a'),
             lambda: bisect.bisect([1], 1, -1), lambda: heapq.heappush([1], 'a')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: IndexError index out of range
    # expect: TypeError heappush() argument 1 must be list, not tuple
    # expect: TypeError heapify() argument must be list, not int
    # expect: IndexError index out of range
    # expect: TypeError '<' not supported between instances of 'str' and 'int'
    # expect: ValueError lo must be non-negative
    # expect: TypeError '<' not supported between instances of 'str' and 'int'
