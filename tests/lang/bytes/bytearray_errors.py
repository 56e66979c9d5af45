"""What bytearrays refuse; nor may they grow while a view looks at them."""
a = bytearray(b'abcdef')
for call in (lambda: a.append(256), lambda: a.append('a'), lambda: hash(a),
             lambda: bytearray().pop(), lambda: a.remove(1), lambda: a.__setitem__(100, 1),
             lambda: a.__setitem__(slice(0, 4, 2), b'abc'),
             lambda: a.extend('ab'), lambda: a.__setitem__(0, -1), lambda: bytearray('a'),
             lambda: a.extend(5), lambda: a.pop(100), lambda: a.__setitem__(slice(0, 1), 'a')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError byte must be in range(0, 256)
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError unhashable type: 'bytearray'
        # expect: IndexError pop from empty bytearray
        # expect: ValueError value not found in bytearray
        # expect: IndexError bytearray index out of range
        # expect: ValueError attempt to assign bytes of size 3 to extended slice of size 2
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: ValueError byte must be in range(0, 256)
        # expect: TypeError string argument without an encoding
        # expect: TypeError can't extend bytearray with int
        # expect: IndexError pop index out of range
        # expect: TypeError can assign only bytes, buffers, or iterables of ints in range(0, 256)
m = memoryview(a)
try:
    a.append(1)
except BufferError as error:
    print(error)
    # expect: Existing exports of data: object cannot be re-sized
m.release()
a.append(1)
print(a[-1], {bytes(a): 1}[b'' + a])    # expect: 1 1
