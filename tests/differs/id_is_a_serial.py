"""differs: values
cause: nothing that a script sees may depend on an address; runs must be repeatable
workaround: none needed; ids are unique among living objects, as CPython's are
"""
class C: pass
ids = sorted(id(c) for c in [C() for _ in range(5)])
print({b - a for a, b in zip(ids, ids[1:])})  # expect: {16}
print(0x7f0000000000 <= ids[0] < 0x7f0001000000)  # expect: True
one = C()
print(hash(one) == hash(one), hash(one) != hash(C()))  # expect: True True
print(id(5) == id(5), id(1.5) == id(float('1.5')))  # expect: True True
