"""format() and __format__ of all kinds of objects."""
print(format(5), format('a', '>3'))     # expect: 5   a
print(format(2.5, '.3f'), format(None))  # expect: 2.500 None
print(format([1]), format(True))        # expect: [1] True
print(format(object)[:7], format(1j, '.1f'))  # expect: <class  0.0+1.0j
print(format(b'x'))                     # expect: b'x'
print(format('abc', '.2'), format('abc', '*^9'))  # expect: ab ***abc***
print(format('abc', '<5') + '|')        # expect: abc  |
print(format('abc', '=>5'), format('é', '€>4'))  # expect: ==abc €€€é
print(format('x', '05'), format('x', '<05'))  # expect: x0000 x0000
print(format('abc', 's'))               # expect: abc
class A:
    def __format__(self, spec): return 'A:' + spec
class B:
    def __str__(self): return 'b'
class C:
    def __format__(self, spec): return 5
print(format(A(), 'x'), format(B()), f'{B()}')  # expect: A:x b b
print('{}'.format(B()))                 # expect: b
