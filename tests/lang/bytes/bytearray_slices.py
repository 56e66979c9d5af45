"""Assignment to slices, and other methods of bytearray."""
a = bytearray()
print(a, bool(a), bytearray(b'a\n').splitlines())  # expect: bytearray(b'') False [bytearray(b'a')]
print(bytearray(b'AbC').lower())        # expect: bytearray(b'abc')
print(bytearray(b'a,b').split(b','))    # expect: [bytearray(b'a'), bytearray(b'b')]
print(bytearray(b'abc')[1])             # expect: 98
print(bytearray(b'abc')[::-1])          # expect: bytearray(b'cba')
print(bytearray.fromhex('ff00'))        # expect: bytearray(b'\xff\x00')
a = bytearray(b'abcdef')
a[1:4] = b''
a[1:1] = b'XYZW'
a[len(a):] = b'!'
a *= 2
print(a, a.index(b'!'), a.count(b'a'))  # expect: bytearray(b'aXYZWef!aXYZWef!') 7 2
print(bytearray(b'x').join([b'1', b'2']))  # expect: bytearray(b'1x2')
print(a.__alloc__() >= len(a))          # expect: True
print(bytearray(b'%d') % 5)             # expect: bytearray(b'5')
print(repr(bytearray(b'\'"\x00')))      # expect: bytearray(b'\'"\x00')
