"""Chained comparison, default comparison, results without a truth."""
class Chain:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print(self.n, '<', o.n); return self.n < o.n
a, b, c = Chain(1), Chain(2), Chain(0)
print(a < b < c, a < c < b)
# expect: 1 < 2
# expect: 2 < 0
# expect: 1 < 0
# expect: False False
print(object.__eq__(1, 1), object.__eq__(1, 2))  # expect: True NotImplemented
print(object.__ne__(1, 1), object.__lt__(1, 2))  # expect: False NotImplemented
print((1).__eq__('a'), (1).__lt__(1.5))  # expect: NotImplemented NotImplemented
print(object() == object(), 1 .__ne__(2))  # expect: False True
class Bad:
    def __bool__(self): raise ValueError('no truth')
class Eq:
    def __eq__(self, o): return Bad()
for call in (lambda: [Eq()] == [1], lambda: 1 in [Eq()], lambda: 1 < Bad() if Bad() else 0,
             lambda: Eq() != 1, lambda: (Eq() == 1) is None):
    try:
        print(call())
    except ValueError as error:
        print(error)
# expect: no truth
# expect: no truth
# expect: no truth
# expect: no truth
# expect: False
