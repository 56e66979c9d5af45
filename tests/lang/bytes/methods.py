"""bytes: like str, of numbers."""
b = b'hello world'
print(b[0], b[-1], b[1:3], b[::-1], list(b[:3]))
# expect: 104 100 b'el' b'dlrow olleh' [104, 101, 108]
print(104 in b, b'lo' in b, b.find(b'o'))  # expect: True True 4
print(b.find(111, 5), b.count(b'l'))    # expect: 7 3
print(b.index(b'w'), b.rfind(b'o'))     # expect: 6 7
print(b.upper(), b.title(), b.split())
# expect: b'HELLO WORLD' b'Hello World' [b'hello', b'world']
print(b.partition(b' '), b.replace(b'l', b'L', 1))
# expect: (b'hello', b' ', b'world') b'heLlo world'
print(b.startswith((b'x', b'h')))       # expect: True
print(b.center(15, b'*'), b.zfill(13))  # expect: b'**hello world**' b'00hello world'
print(b' x '.strip())                   # expect: b'x'
print(b'-'.join([b'a', bytearray(b'b')]))  # expect: b'a-b'
print(b'a,b'.split(b','))               # expect: [b'a', b'b']
print(b'a\nb\r\nc'.splitlines(), b.hex())  # expect: [b'a', b'b', b'c'] 68656c6c6f20776f726c64
print(b.hex(' '), b.hex('-', 4), b.hex(':', -4))
# expect: 68 65 6c 6c 6f 20 77 6f 72 6c 64 68656c-6c6f2077-6f726c64 68656c6c:6f20776f:726c64
print(bytes.fromhex('68 65 6C6c'))      # expect: b'hell'
print(b'ab'.translate(bytes(range(256)), b'a'))  # expect: b'b'
print(bytes(3), bytes([1, 2, 255]))     # expect: b'\x00\x00\x00' b'\x01\x02\xff'
print(bytes('é', 'utf-8'), bytes(b'x'))  # expect: b'\xc3\xa9' b'x'
print(bytes(range(3)), bytes())         # expect: b'\x00\x01\x02' b''
print(bytes(bytearray(b'q')))           # expect: b'q'
print(bytes(memoryview(b'mv')))         # expect: b'mv'
print(b'a' + b'b', b'ab' * 3, b'a' < b'b')  # expect: b'ab' b'ababab' True
print(b'a' == 'a', b'' == b'')          # expect: False True
print(hash(b'a') == hash(b'a'))         # expect: True
print(b'%d %s %b %x %c %a' % (5, b's', b't', 255, 65, 'é'))  # expect: b"5 s t ff A '\\xe9'"
print(b'abc'.isalpha(), b'12'.isdigit())  # expect: True True
print(b'aB'.swapcase())                 # expect: b'Ab'
print(b'\x00\x7f\x80\'"\n\\', repr(b"it's"), b'"')  # expect: b'\x00\x7f\x80\'"\n\\' b"it's" b'"'
print(b'\'"', str(b'abc'), b'abc'.decode())  # expect: b'\'"' b'abc' abc
print(b'\xe9'.decode('latin-1'))        # expect: é
print(b'tab\there'.expandtabs(4))       # expect: b'tab here'
print(b'xxa'.lstrip(b'x'))              # expect: b'a'
print(b'prefix'.removeprefix(b'pre'))   # expect: b'fix'
