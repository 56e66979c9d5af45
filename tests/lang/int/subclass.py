"""Subclasses of int keep their type in attributes, not in results."""
class Metres(int):
    unit = 'm'
    def __new__(cls, value=0, note=''):
        self = super().__new__(cls, value)
        self.note = note
        return self
    def __repr__(self):
        return f'{int(self)} {self.unit}'
    def __add__(self, other):
        return Metres(int(self) + int(other))
a = Metres(5, 'x')
print(a, a + 1, 1 + a, a * 2)           # expect: 5 m 6 m 6 10
print(type(a * 2).__name__, a.note, a == 5)  # expect: int x True
print(hash(a) == hash(5), {5: 'five'}[a])  # expect: True five
print(isinstance(a, int))               # expect: True
print([10, 20, 30, 40, 50, 60][a], a < 6, -a)  # expect: 60 True -5
print(type(-a).__name__)                # expect: int
print(int(a).__class__.__name__)        # expect: int
print(Metres('0x10'.replace('0x', '')))  # expect: 10 m
print(Metres(2.9), Metres(10**20), '%d' % a)  # expect: 2 m 100000000000000000000 m 5
print(f'{a:03}', str(a), format(a, 'x'))  # expect: 005 5 m 5
print(range(Metres(3)), list(range(Metres(3))))  # expect: range(0, 3) [0, 1, 2]
print(bool(Metres()), a.bit_length())   # expect: False 3
print(a.real.__class__.__name__)        # expect: int
class Odd(int):
    def __eq__(self, other): return 'equal'
    __hash__ = None
print(Odd(3) == 3, 3 == Odd(3))         # expect: equal equal
try:
    hash(Odd(3))
except TypeError as error:
    print(error)                        # expect: unhashable type: 'Odd'
class Loud(int):
    def __int__(self): print('int'); return 3
    def __index__(self): print('index'); return 4
    def __str__(self): return 'loud'
print(int(Loud(5)), [1, 2, 3, 4, 5, 6][Loud(5)])
# expect: int
# expect: 3 6
print(str(Loud(5)), repr(Loud(5)))      # expect: loud 5
print('%d %s' % (Loud(5), Loud(5)))     # expect: 5 loud
print(max(Loud(1), Metres(2)), sum([Metres(1), Metres(2)], Metres(0)))  # expect: 2 m 3 m
