"""os: several buffers at once, one file into another, and locks of ranges."""
import os
import tempfile

file = tempfile.TemporaryFile()
number = file.fileno()
first, second = bytearray(3), bytearray(4)
print(os.writev(number, [b'abc', b'', memoryview(b'defghi')]), os.lseek(number, 0, os.SEEK_SET))
# expect: 9 0
print(os.readv(number, [first, second]), first, second, os.readv(number, [first]), first)
# expect: 7 bytearray(b'hic') bytearray(b'defg') 2 bytearray(b'hic')
print(os.pwritev(number, [b'XY', b'Z'], 2), os.preadv(number, (second,), 1), second)
# expect: 3 4 bytearray(b'bXYZ')
reader, writer = os.pipe()
print(os.sendfile(writer, number, 4, 100), os.read(reader, 10), os.lseek(number, 0, os.SEEK_CUR))
# expect: 5 b'Zfghi' 9
os.lseek(number, 1, os.SEEK_SET)
print(os.sendfile(writer, number, None, 3), os.read(reader, 10), os.lseek(number, 0, os.SEEK_CUR))
# expect: 3 b'bXY' 4
print(os.sendfile(writer, number, 100, 3))  # expect: 0
for wrong in (lambda: os.sendfile(writer, reader, 0, 1), lambda: os.sendfile(writer, 99, 0, 1),
              lambda: os.readv(number, [b'x']), lambda: os.writev(number, 5),
              lambda: os.writev(number, [1]), lambda: os.lockf(number, 9, 0)):
    try:
        print(wrong())
    except (OSError, TypeError, BufferError) as error:
        print(error)
        # expect: [Errno 29] Illegal seek
        # expect: [Errno 9] Bad file descriptor
        # expect: Object is not writable.
        # expect: writev() arg 2 must be a sequence
        # expect: a bytes-like object is required, not 'int'
        # expect: [Errno 22] Invalid argument

os.lseek(number, 5, os.SEEK_SET)
os.lockf(number, os.F_LOCK, 10)
if os.fork() == 0:
    outcome = 0
    for start in 0, 4, 5, 14, 15:
        os.lseek(number, start, os.SEEK_SET)
        try:
            os.lockf(number, os.F_TEST, 1)
        except OSError:
            outcome = outcome * 2 + 1
        else:
            outcome *= 2
    os._exit(outcome)
print(bin(os.waitstatus_to_exitcode(os.wait()[1])))  # expect: 0b110
