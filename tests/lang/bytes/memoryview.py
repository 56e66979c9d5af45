"""memoryview: a window on bytes."""
a = bytearray(b'abcdef')
m = memoryview(a)
print(m[0], m[-1], bytes(m[1:3]), m[::2].tolist())  # expect: 97 102 b'bc' [97, 99, 101]
print(len(m), m.nbytes, m.format, m.itemsize)  # expect: 6 6 B 1
print(m.ndim, m.shape, m.strides, m.readonly)  # expect: 1 (6,) (1,) False
print(m.obj is a, m.contiguous)         # expect: True True
m[0] = 65
m[1:3] = b'BC'
print(a, m.tobytes(), m == b'ABCdef')   # expect: bytearray(b'ABCdef') b'ABCdef' True
print(m[2:].tolist(), m.hex(), list(m), 65 in m)
# expect: [67, 100, 101, 102] 414243646566 [65, 66, 67, 100, 101, 102] True
print(memoryview(b'x').readonly)        # expect: True
print(m[::-1].tobytes(), m[4:1:-1].tolist())  # expect: b'fedCBA' [101, 100, 67]
w = memoryview(bytearray(8)).cast('H')
w[1] = 258
print(w.tolist(), w.format, w.shape, w.nbytes)  # expect: [0, 258, 0, 0] H (4,) 8
print(w.cast('B').tolist())             # expect: [0, 0, 2, 1, 0, 0, 0, 0]
print(memoryview(bytes(range(6))).cast('B', (2, 3)).tolist())  # expect: [[0, 1, 2], [3, 4, 5]]
print(hash(memoryview(b'a')) == hash(b'a'))  # expect: True
for call in (lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, b'a'),
             lambda: m.__setitem__(slice(0, 2), b'abc'),
             lambda: memoryview(b'a').__setitem__(0, 1), lambda: memoryview('a'), lambda: m[10],
             lambda: hash(m),
             lambda: m.cast('x'), lambda: m['a'], lambda: memoryview(bytes(3)).cast('H')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError memoryview: invalid value for format 'B'
        # expect: TypeError memoryview: invalid type for format 'B'
        # expect: ValueError memoryview assignment: lvalue and rvalue have different structures
        # expect: TypeError cannot modify read-only memory
        # expect: TypeError memoryview: a bytes-like object is required, not 'str'
        # expect: IndexError index out of bounds on dimension 1
        # expect: ValueError cannot hash writable memoryview object
        # expect: ValueError memoryview: destination format must be a native single character format prefixed with an optional '@'
        # expect: TypeError memoryview: invalid slice key
        # expect: TypeError memoryview: length is not a multiple of itemsize
with memoryview(a) as n:
    print(n.tobytes(), repr(n)[:10])    # expect: b'ABCdef' <memory at
try:
    n[0]
except ValueError as error:
    print(error)                        # expect: operation forbidden on released memoryview object
print(m.toreadonly().readonly)          # expect: True
print(memoryview(memoryview(b'ab'))[1])  # expect: 98
print(memoryview(b'abc') == memoryview(bytearray(b'abc')))  # expect: True
print(memoryview(b'a') != b'b')         # expect: True
