"""bool: an int that prints as a word; truth of everything."""
print(True, False, repr(True), str(False))  # expect: True False True False
print(int(True), True + True, True == 1)  # expect: 1 2 True
print(isinstance(True, int))            # expect: True
print(bool(), bool(0), bool(1), bool(''))  # expect: False False True False
print(bool(' '), bool([]), bool([0]), bool(None))  # expect: True False True False
print(bool(0.0), bool(float('nan')), bool(0j))  # expect: False True False
print(not True, not 0, not [], not None, not 'x')  # expect: False True True True False
print(True & False, True | False, True ^ True)  # expect: False True False
print(True & 1, 1 & True)               # expect: 1 1
print(type(True & True).__name__)       # expect: bool
print(type(True & 1).__name__)          # expect: int
print(0 or 'a', 1 and 'b', '' or [] or 0)  # expect: a b 0
print(1 and 2 and 3, 0 and print('never'))  # expect: 3 0
print(None or False, not (0 or 1) or 'x')  # expect: False x
print(bool.__mro__, True.__class__)
# expect: (<class 'bool'>, <class 'int'>, <class 'object'>) <class 'bool'>
print({True: 'a', 1: 'b', 1.0: 'c'})    # expect: {True: 'c'}
print([True, False].index(0))           # expect: 1
print(sorted([True, False]))            # expect: [False, True]
class Truth:
    def __init__(self, value): self.value = value
    def __bool__(self): print('asked'); return self.value
class Length:
    def __len__(self): return 0
class Bad:
    def __bool__(self): return 1
class Negative:
    def __len__(self): return -1
print(bool(Truth(False)), not Truth(True))
# expect: asked
# expect: asked
# expect: False False
print(bool(Length()), Truth(True) and 1)
# expect: asked
# expect: False 1
print(Truth(False) or 2)
# expect: asked
# expect: 2
if Truth(True) and not Truth(False): print('both')
# expect: asked
# expect: asked
# expect: both
for thing in (Bad(), Negative()):
    try:
        bool(thing)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
        # expect: TypeError __bool__ should return bool, returned int
        # expect: ValueError __len__() should return >= 0
try:
    class Never(bool): pass
except TypeError as error:
    print(error)                        # expect: type 'bool' is not an acceptable base type
print(True < 2, True <= True, max(False, True))  # expect: True True True
print(sum([True, True, False]))         # expect: 2
print('%d %s' % (True, True))           # expect: 1 True
print(f'{True:d} {True!s:>6}')          # expect: 1   True
