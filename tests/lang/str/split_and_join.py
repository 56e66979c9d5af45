"""split, rsplit, splitlines, partition, join."""
print('a b  c'.split(), ' a b '.split())  # expect: ['a', 'b', 'c'] ['a', 'b']
print(''.split(), '   '.split())        # expect: [] []
print('a,b,,c'.split(','), ''.split(','))  # expect: ['a', 'b', '', 'c'] ['']
print(','.split(','))                   # expect: ['', '']
print('a b c d'.split(None, 2))         # expect: ['a', 'b', 'c d']
print('a b c d'.rsplit(None, 2))        # expect: ['a b', 'c', 'd']
print('a,b,c'.split(',', 1))            # expect: ['a', 'b,c']
print('a,b,c'.rsplit(',', 1))           # expect: ['a,b', 'c']
print('a b '.split(maxsplit=1))         # expect: ['a', 'b ']
print('a<>b<>c'.split('<>'), 'aaa'.split('aa'))  # expect: ['a', 'b', 'c'] ['', 'a']
print('abc'.split('abc'), '  x  y '.split(' '))  # expect: ['', ''] ['', '', 'x', '', 'y', '']
print('a\u2003b\x1fc'.split())          # expect: ['a', 'b', 'c']
print('a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\n'.splitlines())
# expect: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
print('a\n\nb'.splitlines(True), ''.splitlines())  # expect: ['a\n', '\n', 'b'] []
print('\n'.splitlines())                # expect: ['']
print('key=value=x'.partition('='))     # expect: ('key', '=', 'value=x')
print('key=value=x'.rpartition('='))    # expect: ('key=value', '=', 'x')
print('abc'.partition('x'), 'abc'.rpartition('x'))  # expect: ('abc', '', '') ('', '', 'abc')
print('-'.join(['a', 'b', 'c']), ''.join([]))  # expect: a-b-c
print(','.join('abc'))                  # expect: a,b,c
print(', '.join(str(i) for i in range(3)))  # expect: 0, 1, 2
print('x'.join(['only']))               # expect: only
print(' '.join({'k': 1}))               # expect: k
print('\u20ac'.join(('a', '\U0001F600')) == 'a\u20ac\U0001F600')  # expect: True
print(''.join(['a', '', 'b']))          # expect: ab
for call in (lambda: 'a'.split(''), lambda: 'a'.partition(''), lambda: ''.join([1]),
             lambda: ''.join(['a', None, 2]),
             lambda: ''.join(1), lambda: 'a'.split(1), lambda: 'a'.split('a', 'b'),
             lambda: ''.join(b'ab')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError empty separator
        # expect: ValueError empty separator
        # expect: TypeError sequence item 0: expected str instance, int found
        # expect: TypeError sequence item 1: expected str instance, NoneType found
        # expect: TypeError can only join an iterable
        # expect: TypeError must be str or None, not int
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError sequence item 0: expected str instance, int found
