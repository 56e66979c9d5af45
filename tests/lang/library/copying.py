"""copy and deepcopy."""
import copy
a = [1, [2, 3], {'k': [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append('x'); a[2]['k'].append('y')
print(b, c, b[1] is a[1], c[1] is a[1])
# expect: [1, [2, 3, 'x'], {'k': [4, 'y']}] [1, [2, 3], {'k': [4]}] True False
print(copy.copy((1, 2)))                # expect: (1, 2)
print(copy.deepcopy('s') is 's'[:])     # expect: True
print(copy.copy({1}), copy.copy(5))     # expect: {1} 5
cyclic = [1]; cyclic.append(cyclic)
d = copy.deepcopy(cyclic)
print(d[1] is d, d is not cyclic)       # expect: True True
class A:
    def __init__(self): self.x = [1]
class B:
    def __init__(self): self.y = 1
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return 'deep ' + str(type(memo).__name__)
class S: __slots__ = ('v',)
class R:
    def __reduce__(self): return (list, ((1, 2),))
class St:
    def __getstate__(self): return {'z': 5}
    def __setstate__(self, s): self.restored = s
o = A(); o.self = o
p, q = copy.copy(o), copy.deepcopy(o)
print(p.x is o.x, q.x is o.x, q.self is q)  # expect: True False True
print(copy.copy(B()), copy.deepcopy([B()]))  # expect: copied ['deep dict']
print(copy.copy(R()))                   # expect: [1, 2]
print(copy.deepcopy(St()).restored)     # expect: {'z': 5}
print(type(q).__name__)                 # expect: A
s = S(); s.v = [1]
print(copy.deepcopy(s).v, copy.copy(s).v is s.v)  # expect: [1] True
print(copy.copy(len) is len)            # expect: True
print(copy.deepcopy(A) is A)            # expect: True
print(copy.deepcopy((1, [2])))          # expect: (1, [2])
print(copy.deepcopy({1: {2}, 'f': frozenset([3])}))  # expect: {1: {2}, 'f': frozenset({3})}
print(copy.copy(range(3)))              # expect: range(0, 3)
print(copy.deepcopy(bytearray(b'a')))   # expect: bytearray(b'a')
shared = [0]
e = copy.deepcopy([shared, shared]); print(e[0] is e[1])  # expect: True
try: copy.copy((x for x in ()))
except TypeError as error: print(error)  # expect: cannot pickle 'generator' object
