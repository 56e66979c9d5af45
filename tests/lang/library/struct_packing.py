"""struct."""
import struct
print(struct.pack('>IhB', 1, -2, 255))  # expect: b'\x00\x00\x00\x01\xff\xfe\xff'
print(struct.unpack('<Hb', b'\x01\x02\xff'))  # expect: (513, -1)
print(struct.calcsize('=bhiq'))         # expect: 15
print(struct.calcsize('bhiq'))          # expect: 16
print(struct.pack('4s', b'ab'))         # expect: b'ab\x00\x00'
print(struct.pack('3p', b'abcd'))       # expect: b'\x02ab'
print(struct.pack('?c', True, b'x'))    # expect: b'\x01x'
print(struct.pack('<d', 1.5))           # expect: b'\x00\x00\x00\x00\x00\x00\xf8?'
print(struct.pack('>f', -0.1))          # expect: b'\xbd\xcc\xcc\xcd'
print(struct.unpack('>e', b'\x3c\x00'))  # expect: (1.0,)
print(struct.pack('2x'))                # expect: b'\x00\x00'
print(struct.pack('3h', 1, 2, 3))       # expect: b'\x01\x00\x02\x00\x03\x00'
print(struct.unpack_from('<H', b'\0\1\2\3', 1))  # expect: (513,)
print(list(struct.iter_unpack('>H', b'\0\1\0\2')))  # expect: [(1,), (2,)]
print(struct.Struct('<I').size)         # expect: 4
print(struct.Struct('<I').format)       # expect: <I
print(struct.pack('<q', -1))            # expect: b'\xff\xff\xff\xff\xff\xff\xff\xff'
print(struct.pack('>Q', 2**64 - 1))     # expect: b'\xff\xff\xff\xff\xff\xff\xff\xff'
print(struct.pack('n', 1)[:1])          # expect: b'\x01'
print(struct.unpack('<2s1sx', b'abcd'))  # expect: (b'ab', b'c')
b = bytearray(6); struct.pack_into('>H', b, 2, 258); print(b)
# expect: bytearray(b'\x00\x00\x01\x02\x00\x00')
for call in (lambda: struct.pack('B', 256), lambda: struct.pack('b', -129),
             lambda: struct.pack('I', -1), lambda: struct.pack('H', 'a'),
             lambda: struct.unpack('I', b'abc'), lambda: struct.pack('Q'),
             lambda: struct.pack('z', 1), lambda: struct.pack('s', 'a'),
             lambda: struct.pack('c', b'ab'), lambda: struct.calcsize('5'),
             lambda: struct.pack('f', 'a'), lambda: struct.pack('I', 1, 2),
             lambda: struct.unpack_from('I', b'ab'), lambda: struct.pack('i', 2**31),
             lambda: struct.pack('f', 1e300), lambda: struct.pack_into('I', b, 5, 1)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
# expect: error ubyte format requires 0 <= number <= 255
# expect: error byte format requires -128 <= number <= 127
# expect: error argument out of range
# expect: error required argument is not an integer
# expect: error unpack requires a buffer of 4 bytes
# expect: error pack expected 1 items for packing (got 0)
# expect: error bad char in struct format
# expect: error argument for 's' must be a bytes object
# expect: error char format requires a bytes object of length 1
# expect: error repeat count given without format specifier
# expect: error required argument is not a float
# expect: error pack expected 1 items for packing (got 2)
# expect: error unpack_from requires a buffer of at least 4 bytes for unpacking 4 bytes at offset 0 (actual buffer size is 2)
# expect: error 'i' format requires -2147483648 <= number <= 2147483647
# expect: b'\x00\x00\x80\x7f'
# expect: error pack_into requires a buffer of at least 9 bytes for packing 4 bytes at offset 5 (actual buffer size is 6)
