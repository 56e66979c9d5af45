"""Slots that cannot be."""
class P:
    __slots__ = ('x', 'y')
class D:
    __slots__ = {'a': 'doc of a', 'b': None}
for source in ("class X:\n    __slots__ = ('a',)\n    a = 1", "class X(P, D): pass",
               "class X(int): __slots__ = ('a',)", "class X(tuple): __slots__ = ('a',)",
               "class X: __slots__ = ('__dict__', '__dict__')",
               "class X: __slots__ = ('a', 'a')", "class X(P): __slots__ = ('x',)",
               "class X: __slots__ = (1,)",
               "class X(P): __slots__ = ('__weakref__', '__weakref__')"):
    try:
        exec(source)
        print('fine')
    except Exception as error:
        print(type(error).__name__, error)
# expect: ValueError 'a' in __slots__ conflicts with class variable
# expect: TypeError multiple bases have instance lay-out conflict
# expect: TypeError nonempty __slots__ not supported for subtype of 'int'
# expect: TypeError nonempty __slots__ not supported for subtype of 'tuple'
# expect: TypeError __dict__ slot disallowed: we already got one
# expect: fine
# expect: fine
# expect: TypeError __slots__ items must be strings, not 'int'
# expect: TypeError __weakref__ slot disallowed: either we already got one, or __itemsize__ != 0
p2 = P.__new__(P)
try: p2.x
except AttributeError as error: print(error)  # expect: 'P' object has no attribute 'x'
