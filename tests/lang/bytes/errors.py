"""What bytes refuse."""
b = b'hello world'
for call in (lambda: bytes('a'), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(-1),
             lambda: bytes(['a']), lambda: b'a' + 'b', lambda: b'a'.find('a'),
             lambda: b'a'.split('a'), lambda: b.join(['a']),
             lambda: bytes.fromhex('abc'), lambda: bytes.fromhex('xx'), lambda: b[20],
             lambda: b.index(b'z'), lambda: 300 in b, lambda: 'a' in b, lambda: bytes(1.5),
             lambda: b'%s' % 'a', lambda: b'%d' % b'a',
             lambda: bytes(5, 'utf-8'), lambda: b'a'.replace('a', 'b'),
             lambda: bytes('a', 'ascii', 'strict', 1), lambda: b'a' < 'b', lambda: b'%c' % 256,
             lambda: b'a'.center(5, b'xx')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError string argument without an encoding
        # expect: ValueError bytes must be in range(0, 256)
        # expect: ValueError bytes must be in range(0, 256)
        # expect: ValueError negative count
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError can't concat str to bytes
        # expect: TypeError argument should be integer or bytes-like object, not 'str'
        # expect: TypeError a bytes-like object is required, not 'str'
        # expect: TypeError sequence item 0: expected a bytes-like object, str found
        # expect: ValueError non-hexadecimal number found in fromhex() arg at position 3
        # expect: ValueError non-hexadecimal number found in fromhex() arg at position 0
        # expect: IndexError index out of range
        # expect: ValueError subsection not found
        # expect: ValueError byte must be in range(0, 256)
        # expect: TypeError a bytes-like object is required, not 'str'
        # expect: TypeError cannot convert 'float' object to bytes
        # expect: TypeError %b requires a bytes-like object, or an object that implements __bytes__, not 'str'
        # expect: TypeError %d format: a real number is required, not bytes
        # expect: TypeError encoding without a string argument
        # expect: TypeError a bytes-like object is required, not 'str'
        # expect: TypeError bytes() takes at most 3 arguments (4 given)
        # expect: TypeError '<' not supported between instances of 'bytes' and 'str'
        # expect: OverflowError %c arg not in range(256)
        # expect: TypeError center() argument 2 must be a byte string of length 1, not bytes
