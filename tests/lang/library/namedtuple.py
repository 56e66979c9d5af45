"""collections.namedtuple and typing.NamedTuple's like."""
from collections import namedtuple
P = namedtuple('P', 'x y')
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5))
# expect: P(x=1, y=2) 1 2 {'x': 1, 'y': 2} P(x=5, y=2)
print(P._fields, P._make([3, 4]), p == (1, 2))  # expect: ('x', 'y') P(x=3, y=4) True
print(len(p), tuple(p), hash(p) == hash((1, 2)))  # expect: 2 (1, 2) True
print(P.__name__, P.__doc__, P.x.__doc__)  # expect: P P(x, y) Alias for field number 0
x, y = p
D = namedtuple('D', ['a', 'b', 'c'], defaults=[2, 3])
print(x, y, D(1), D._field_defaults)    # expect: 1 2 D(a=1, b=2, c=3) {'b': 2, 'c': 3}
print(namedtuple('R', 'a def a _b', rename=True)._fields)  # expect: ('a', '_1', '_2', '_3')
print(isinstance(p, tuple), P(*'ab'), p + (3,))  # expect: True P(x='a', y='b') (1, 2, 3)
print({**p._asdict()})                  # expect: {'x': 1, 'y': 2}
class Sub(P):
    def norm(self): return self.x ** 2 + self.y ** 2
print(Sub(3, 4).norm(), Sub(3, 4))      # expect: 25 Sub(x=3, y=4)
print(Sub(1, 2)._replace(y=0), P.__match_args__)  # expect: Sub(x=1, y=0) ('x', 'y')
for call in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: namedtuple('X', 'a a'),
             lambda: namedtuple('X', 'def'), lambda: namedtuple('X', '_a'),
             lambda: namedtuple('1', 'a'), lambda: p._replace(z=1), lambda: setattr(p, 'x', 5),
             lambda: P._make([1]), lambda: namedtuple('X', 'a b', defaults=[1, 2, 3])):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError P.__new__() missing 1 required positional argument: 'y'
    # expect: TypeError P.__new__() takes 3 positional arguments but 4 were given
    # expect: TypeError P.__new__() got an unexpected keyword argument 'z'
    # expect: ValueError Encountered duplicate field name: 'a'
    # expect: ValueError Type names and field names cannot be a keyword: 'def'
    # expect: ValueError Field names cannot start with an underscore: '_a'
    # expect: ValueError Type names and field names must be valid identifiers: '1'
    # expect: ValueError Got unexpected field names: ['z']
    # expect: AttributeError can't set attribute
    # expect: TypeError Expected 2 arguments, got 1
    # expect: TypeError Got more default values than field names
