"""io.StringIO and io.BytesIO."""
import io
s = io.StringIO('one\ntwo\nthree')
print(s.readline(), s.read(2), s.tell())
# expect: one
# expect:  tw 6
print(s.seek(0), s.readlines(), s.read())  # expect: 0 ['one\n', 'two\n', 'three']
print(s.seek(4), s.write('TWO'), s.getvalue())
# expect: 4 3 one
# expect: TWO
# expect: three
print(s.truncate(7), s.getvalue(), s.closed)
# expect: 7 one
# expect: TWO False
print(s.readable(), s.seekable())       # expect: True True
print(s.line_buffering)                 # expect: False
s.seek(0, 2); print('printed', file=s); print(repr(s.getvalue()), [*io.StringIO('a\nb')],
# expect: 'one\nTWOprinted\n' ['a\n', 'b'] True 'x\r\ny'
        io.StringIO('x\r\ny', newline=None).read() == 'x\ny', repr(io.StringIO('x\r\ny').read()))
b = io.BytesIO(b'abcdef')
print(b.read(2), b.read1(1), b.tell())  # expect: b'ab' b'c' 3
print(b.seek(-1, 2), b.read(), b.seek(1))  # expect: 5 b'f' 1
print(b.write(b'XY'), b.getvalue())     # expect: 2 b'aXYdef'
print(bytes(b.getbuffer()[:2]))         # expect: b'aX'
print(b.readinto(bytearray(2)), b.readline())  # expect: 2 b'f'
print(b.seek(100), b.write(b'!'))       # expect: 100 1
print(len(b.getvalue()))                # expect: 101
with io.StringIO() as c: c.write('x')
for call in (lambda: c.getvalue(), lambda: io.StringIO(5), lambda: io.BytesIO('a'),
             lambda: io.StringIO().write(b'a'), lambda: io.BytesIO().write('a'),
             lambda: io.StringIO().seek(-1), lambda: io.StringIO().seek(1, 1),
             lambda: io.StringIO('a').seek(1, 2), lambda: io.BytesIO().seek(-1),
             lambda: io.StringIO().fileno(), lambda: io.StringIO().nope,
             lambda: io.BytesIO().truncate(-1)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError I/O operation on closed file
    # expect: TypeError initial_value must be str or None, not int
    # expect: TypeError a bytes-like object is required, not 'str'
    # expect: TypeError string argument expected, got 'bytes'
    # expect: TypeError a bytes-like object is required, not 'str'
    # expect: ValueError Negative seek position -1
    # expect: OSError Can't do nonzero cur-relative seeks
    # expect: OSError Can't do nonzero cur-relative seeks
    # expect: ValueError negative seek value -1
    # expect: UnsupportedOperation fileno
    # expect: AttributeError '_io.StringIO' object has no attribute 'nope'
    # expect: ValueError negative size value -1
t = io.TextIOWrapper(io.BytesIO(), encoding='utf-16', write_through=True)
t.write('é'); t.flush(); print(t.buffer.getvalue(), t.detach().getvalue()[:2])
# expect: b'\xff\xfe\xe9\x00' b'\xff\xfe'
print(isinstance(s, io.TextIOBase))     # expect: True
print(isinstance(b, io.BufferedIOBase))  # expect: True
print(isinstance(b, io.IOBase))         # expect: True
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_END)  # expect: 8192 2
print(io.UnsupportedOperation.__mro__[1:3])  # expect: (<class 'OSError'>, <class 'ValueError'>)
r = io.BufferedReader(io.BytesIO(b'buffered')); print(r.peek(3)[:3], r.read(3), r.read())
# expect: b'buf' b'buf' b'fered'
