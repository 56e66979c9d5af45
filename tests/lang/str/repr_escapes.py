"""repr and ascii: quotes, controls, what is not printable."""
print(repr('it'), repr("it's"), repr('"'))  # expect: 'it' "it's" '"'
print(repr('\'"'), repr('\\'))          # expect: '\'"' '\\'
print(repr('\n\r\t\0\x1b\x7f'))         # expect: '\n\r\t\x00\x1b\x7f'
print(ascii('é€\U0001F600\xff\x80'), repr('é€'))  # expect: '\xe9\u20ac\U0001f600\xff\x80' 'é€'
print(repr('\xad\u200b\u2028\ue000\ud800'))  # expect: '\xad\u200b\u2028\ue000\ud800'
print(repr('\x85\xa0'))                 # expect: '\x85\xa0'
print([1, 'a\n', b'\x00\'"', ('x',)], {'k\t': 'v"'}, {"'"})
# expect: [1, 'a\n', b'\x00\'"', ('x',)] {'k\t': 'v"'} {"'"}
print(str('x'), str(b'ab'), str(b'ab', 'ascii'))  # expect: x b'ab' ab
print(str(object=5), str())             # expect: 5
print(str(b'\xc3\xa9', 'utf-8', 'strict'))  # expect: é
print(str(b'\xff', errors='replace') == '\ufffd')  # expect: True
print('%r %s %a' % ('é', 'é', 'é'))     # expect: 'é' é '\xe9'
print(f'{"é"!r} {"é"!s} {"é"!a}')       # expect: 'é' é '\xe9'
print('{!r:>6}|{!a}'.format('x', 'ü'))  # expect:    'x'|'\xfc'
for call in (lambda: str(b'\xff', 'utf-8'), lambda: str('x', 'utf-8'), lambda: str(5, 'utf-8'),
             lambda: str(b'', 'nonsense'), lambda: str(1, 2, 3, 4)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
# expect: TypeError decoding str is not supported
# expect: TypeError decoding to str: need a bytes-like object, int found
# expect:
# expect: TypeError str() takes at most 3 arguments (4 given)
