"""str.format: fields, attributes, indices, nesting, conversions."""
class P:
    x = 3
    def __getitem__(self, key): return f'<{key!r}>'
    def __format__(self, spec): return f'P[{spec}]'
p = P()
print('{} {}'.format(1, 'a'))           # expect: 1 a
print('{1} {0}'.format(1, 2))           # expect: 2 1
print('{a}{b}'.format(a=1, b=2))        # expect: 12
print('{0.x} {0[key]} {0[3]} {0[-1]} {0[a b]}'.format(p))  # expect: 3 <'key'> <3> <'-1'> <'a b'>
print('{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd'))  # expect:     a|b    |  c  |***d***
print('{!r} {!s} {!a}'.format('é', 'é', 'é'))  # expect: 'é' é '\xe9'
print('{{}} {{{}}}'.format(1))          # expect: {} {1}
print('{:{}}|{:{w}.{p}}|{:{a}{w}}'.format('x', 5, 3.14159, 'y', w=6, p=2, a='>'))
# expect: x    |   3.1|     y
print('{0:{1}}'.format(p, 'spec'))      # expect: P[spec]
print('{:}'.format(p), '{0!r:.3}'.format('abc'))  # expect: P[] 'ab
print('{0[0][1]} {x.real} {l[1]}'.format([[1, 2]], x=5, l=[3, 4]))  # expect: 2 5 4
print('{:d} {:x} {:,}'.format(5, 255, 10**6))  # expect: 5 ff 1,000,000
print('{:%Y}'.format(p))                # expect: P[%Y]
print('{0.x.real.imag}'.format(p))      # expect: 0
print('{x}'.format_map({'x': 1}))       # expect: 1
print('{a[b]}'.format(a={'b': 2}))      # expect: 2
print('{}'.format(None))                # expect: None
print('{:5}|{:<8}|'.format(True, 'é'))  # expect:     1|é       |
print('{:.2}'.format('abc'))            # expect: ab
class Default(dict):
    def __missing__(self, key): return f'no {key}'
print('{a} {b}'.format_map(Default(a=1)))  # expect: 1 no b
