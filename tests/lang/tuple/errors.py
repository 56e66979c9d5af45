"""What tuples refuse; an item may change all the same."""
t = 1, 'a', None
for call in (lambda: t.index('z'), lambda: hash(([],)), lambda: t + [1], lambda: (1,) < ('a',),
             lambda: t[5], lambda: t['a'], lambda: tuple(5), lambda: t * 'a',
             lambda: t.append(1), lambda: tuple(1, 2), lambda: (1,) < [1]):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError tuple.index(x): x not in tuple
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError can only concatenate tuple (not "list") to tuple
        # expect: TypeError '<' not supported between instances of 'int' and 'str'
        # expect: IndexError tuple index out of range
        # expect: TypeError tuple indices must be integers or slices, not str
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError can't multiply sequence by non-int of type 'str'
        # expect: AttributeError 'tuple' object has no attribute 'append'
        # expect: TypeError tuple expected at most 1 argument, got 2
        # expect: TypeError '<' not supported between instances of 'tuple' and 'list'
try:
    t[0] = 1
except TypeError as error:
    print(error)                        # expect: 'tuple' object does not support item assignment
try:
    del t[0]
except TypeError as error:
    print(error)                        # expect: 'tuple' object doesn't support item deletion
u = ([], 1)
try:
    u[0] += [5]
except TypeError as error:
    print(error, u)
    # expect: 'tuple' object does not support item assignment ([5], 1)
class Point(tuple):
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    x = property(lambda self: self[0])
p = Point(3, 4)
print(p, p.x, type(p + ()).__name__, p == (3, 4))  # expect: (3, 4) 3 tuple True
print(hash(p) == hash((3, 4)))          # expect: True
print(type(p[:]).__name__, tuple(p))    # expect: tuple (3, 4)
print(type(tuple(p)).__name__, len(p))  # expect: tuple 2
print(isinstance(p, tuple))             # expect: True
print(Point.__mro__[1].__name__)        # expect: tuple
