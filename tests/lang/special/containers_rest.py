"""__contains__, __iter__, __reversed__, __index__, __length_hint__."""
class C:
    def __contains__(self, x): return x if isinstance(x, (list, str)) else 5
    def __iter__(self): return iter([1, 2])
    def __reversed__(self): return 'reversed'
c = C()
print(1 in c, [] in c, 'a' in c, [] not in c)  # expect: True False True True
print(list(c), reversed(c))             # expect: [1, 2] reversed
class NoIter: __iter__ = None
class NoContains: __contains__ = None
class BadIter:
    def __iter__(self): return 5
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class BadIndex:
    def __index__(self): return 'a'
class Hint:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter((1, 2))
    def __length_hint__(self): return self.hint
class Next:
    def __next__(self): return 1
for call in (lambda: iter(NoIter()), lambda: 1 in NoContains(), lambda: iter(BadIter()),
             lambda: len(BadLen('a')), lambda: len(BadLen(-1)), lambda: len(BadLen(2**70)),
             lambda: bool(BadLen(-1)), lambda: [1][BadIndex()], lambda: list(Hint(5)),
             lambda: list(Hint(-1)),
             lambda: list(Hint('x')), lambda: list(Hint(NotImplemented)), lambda: iter(Next()),
             lambda: next(Next()), lambda: next(5), lambda: iter(5), lambda: iter(1, 2),
             lambda: 5 in 5, lambda: len(5), lambda: reversed(5), lambda: reversed({1}),
             lambda: hex(BadIndex()), lambda: list(BadLen(2)), lambda: 1 in BadLen(1),
             lambda: None.__getitem__):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
# expect: TypeError 'NoIter' object is not iterable
# expect: TypeError 'NoContains' object is not a container
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError __len__() should return >= 0
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: ValueError __len__() should return >= 0
# expect: TypeError __index__ returned non-int (type str)
# expect: [1, 2]
# expect: ValueError __length_hint__() should return >= 0
# expect: TypeError __length_hint__ must be an integer, not str
# expect: [1, 2]
# expect: TypeError 'Next' object is not iterable
# expect: 1
# expect: TypeError 'int' object is not an iterator
# expect: TypeError 'int' object is not iterable
# expect: TypeError iter(v, w): v must be callable
# expect: TypeError argument of type 'int' is not iterable
# expect: TypeError object of type 'int' has no len()
# expect: TypeError 'int' object is not reversible
# expect: TypeError 'set' object is not reversible
# expect: TypeError __index__ returned non-int (type str)
# expect: TypeError 'BadLen' object is not iterable
# expect: TypeError argument of type 'BadLen' is not iterable
# expect: AttributeError 'NoneType' object has no attribute '__getitem__'
