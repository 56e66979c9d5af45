"""center, ljust, rjust, zfill, strip, expandtabs, removeprefix."""
print('[' + 'ab'.center(5) + ']')       # expect: [  ab ]
print('ab'.center(6, '*'), 'abc'.center(6, '*'))  # expect: **ab** *abc**
print('ab'.ljust(4, '.'), 'ab'.rjust(4, '.'))  # expect: ab.. ..ab
print('abc'.ljust(2))                   # expect: abc
print('42'.zfill(5), '-42'.zfill(5))    # expect: 00042 -0042
print('+42'.zfill(5), ''.zfill(3), 'abc'.zfill(2))  # expect: +0042 000 abc
print('--1'.zfill(5))                   # expect: -00-1
print(repr('  x y \n'.strip()))         # expect: 'x y'
print(repr('  x '.lstrip()))            # expect: 'x '
print(repr('  x '.rstrip()), 'xxabxx'.strip('x'))  # expect: '  x' ab
print('abcba'.strip('ab'), 'abc'.strip(''))  # expect: c abc
print('www.example.com'.lstrip('w.'))   # expect: example.com
print('mississippi'.rstrip('ipz'))      # expect: mississ
print('\u2003x\u3000'.strip())          # expect: x
print(repr('\x1cx\x1f'.strip()), ''.strip())  # expect: 'x'
print(repr('a\tb'.expandtabs()))        # expect: 'a       b'
print(repr('a\tb\n\tc'.expandtabs(4)))  # expect: 'a   b\n    c'
print(repr('abcd\te'.expandtabs(4)))    # expect: 'abcd    e'
print(repr('a\tb'.expandtabs(0)))       # expect: 'ab'
print(repr('\t\t'.expandtabs(1)))       # expect: '  '
print('TestCase'.removeprefix('Test'))  # expect: Case
print('TestCase'.removesuffix('Case'))  # expect: Test
print('x'.removeprefix('y'))            # expect: x
print('aa'.removesuffix('a'))           # expect: a
print('a'.removeprefix(''))             # expect: a
for call in (lambda: 'a'.center(3, 'ab'), lambda: 'a'.ljust(3, ''), lambda: 'a'.strip(1),
             lambda: 'a'.zfill('3'), lambda: 'a'.rjust(3, b'x')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError The fill character must be exactly one character long
        # expect: TypeError The fill character must be exactly one character long
        # expect: TypeError strip arg must be None or str
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError The fill character must be a unicode character, not bytes
