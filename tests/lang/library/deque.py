"""collections.deque."""
from collections import deque
d = deque([1, 2, 3])
d.append(4); d.appendleft(0); d.extend([5, 6]); d.extendleft('ab')
print(d, d.pop(), d.popleft(), len(d), d[0])  # expect: deque(['a', 0, 1, 2, 3, 4, 5]) 6 b 7 a
print(d[-1], d[2], 3 in d, d.index(3), d.count(1))  # expect: 5 1 True 4 1
print(d.maxlen, list(reversed(d)))      # expect: None [5, 4, 3, 2, 1, 0, 'a']
d.rotate(2); print(d); d.rotate(-3); print(d); d.reverse(); d.remove(3); d.insert(1,
# expect: deque([4, 5, 'a', 0, 1, 2, 3])
# expect: deque([0, 1, 2, 3, 4, 5, 'a'])
        'i'); d[0] = 'zero'; del d[-1]
print(d, d.copy() == d, d + deque([9]), d * 2)
# expect: deque(['zero', 'i', 5, 4, 2, 1]) True deque(['zero', 'i', 5, 4, 2, 1, 9]) deque(['zero', 'i', 5, 4, 2, 1, 'zero', 'i', 5, 4, 2, 1])
print(deque('ab') < deque('b'), deque([1]) == [1])  # expect: True False
print(bool(deque()))                    # expect: False
m = deque(range(10), maxlen=3)
m.append(99); m.appendleft(-1)
print(m, m.maxlen, deque('abc', 2), repr(deque(maxlen=5)))
# expect: deque([-1, 8, 9], maxlen=3) 3 deque(['b', 'c'], maxlen=2) deque([], maxlen=5)
d += [7]; d *= 2; d.clear()
print(d, deque([deque([1])]), [*deque('xy')])  # expect: deque([]) deque([deque([1])]) ['x', 'y']
for call in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5],
             lambda: deque().remove(1), lambda: deque([1]).index(2), lambda: deque(maxlen=-1),
             lambda: deque(5), lambda: deque([1], 'a'), lambda: hash(deque()),
             lambda: deque('a') + [1], lambda: m.insert(0, 1), lambda: deque([1])['a'],
             lambda: deque([1])[0:1], lambda: setattr(m, 'maxlen', 1)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: IndexError pop from an empty deque
    # expect: IndexError pop from an empty deque
    # expect: IndexError deque index out of range
    # expect: ValueError 1 is not in deque
    # expect: ValueError 2 is not in deque
    # expect: ValueError maxlen must be non-negative
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError an integer is required
    # expect: TypeError unhashable type: 'collections.deque'
    # expect: TypeError can only concatenate deque (not "list") to deque
    # expect: IndexError deque already at its maximum size
    # expect: TypeError sequence index must be integer, not 'str'
    # expect: TypeError sequence index must be integer, not 'slice'
    # expect: AttributeError attribute 'maxlen' of 'collections.deque' objects is not writable
w = deque([1, 2, 3])
try:
    for x in w: w.append(x)
except RuntimeError as e: print(e)      # expect: deque mutated during iteration
a = deque(); a.append(a); print(a)      # expect: deque([[...]])
