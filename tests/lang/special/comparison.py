"""Rich comparison: reflected operators, NotImplemented, defaults."""
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print('eq'); return self.n == o.n if isinstance(o,
            V) else NotImplemented
    def __lt__(self, o): print('lt'); return self.n < o.n if isinstance(o, V) else NotImplemented
    def __le__(self, o): print('le'); return NotImplemented
print(V(1) == V(1), V(1) != V(1), V(1) == 1)
# expect: eq
# expect: eq
# expect: eq
# expect: True False False
print(1 == V(1), V(1) < V(2), V(1) > V(2))
# expect: eq
# expect: lt
# expect: lt
# expect: False True False
print(V(1) != 5)
# expect: eq
# expect: True
for call in (lambda: V(1) <= V(2), lambda: V(1) >= V(2), lambda: V(1) < 5, lambda: 5 < V(1),
             lambda: hash(V(1)), lambda: {V(1)}, lambda: object() < object(),
             lambda: V(1) > None, lambda: sorted([V(1), 2]), lambda: max(V(1), V(2)).n):
    try:
        print(call())
    except TypeError as error:
        print(error)
# expect: le
# expect: '<=' not supported between instances of 'V' and 'V'
# expect: le
# expect: '>=' not supported between instances of 'V' and 'V'
# expect: lt
# expect: '<' not supported between instances of 'V' and 'int'
# expect: '<' not supported between instances of 'int' and 'V'
# expect: unhashable type: 'V'
# expect: unhashable type: 'V'
# expect: '<' not supported between instances of 'object' and 'object'
# expect: '>' not supported between instances of 'V' and 'NoneType'
# expect: '<' not supported between instances of 'int' and 'V'
# expect: lt
# expect: 2
class Sub(V):
    def __gt__(self, o): return 'sub gt'
    def __eq__(self, o): return 'sub eq'
print(V(1) < Sub(2), V(1) == Sub(1), Sub(1) != V(1))  # expect: sub gt sub eq False
class Odd:
    def __eq__(self, o): return []
    def __ne__(self, o): return 'ne'
    __hash__ = object.__hash__
print(Odd() == 1, Odd() != 1, 1 == Odd())  # expect: [] ne []
print([Odd()] == [Odd()], Odd() in [1])  # expect: False False
print(not Odd() == 1, {Odd(): 1}.__len__())  # expect: True 1
