"""bytearray: bytes that change."""
a = bytearray(b'hello')
a[0] = 72; a[1:3] = b'EY'; a.append(33); a.extend(b'ab'); a.extend([1,
        2]); a += b'z'; a.insert(0, 62)
print(a, len(a), a.pop(), a.pop(0), a.remove(33))
# expect: bytearray(b'HEYloab\x01\x02') 12 122 62 None
print(a.reverse(), a, a.copy() is a)    # expect: None bytearray(b'\x02\x01baolYEH') False
del a[0]; del a[-2:]; a[::2] = b'....'[:len(a[::2])]
print(a, a == bytes(a), a.find(b'.'))   # expect: bytearray(b'.b.o.Y') True 0
print(bytearray(3), bytearray('é', 'utf-8'))
# expect: bytearray(b'\x00\x00\x00') bytearray(b'\xc3\xa9')
print(bytearray([1, 2]), bytearray(), a * 2)
# expect: bytearray(b'\x01\x02') bytearray(b'') bytearray(b'.b.o.Y.b.o.Y')
print(a + b'x', b'x' + a, type(b'x' + a).__name__)
# expect: bytearray(b'.b.o.Yx') b'x.b.o.Y' bytes
