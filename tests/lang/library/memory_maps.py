"""mmap: memory as a file and as a sequence, and a file in memory."""
import mmap
import os
import re
import tempfile

with mmap.mmap(-1, 24) as memory:
    print(len(memory), memory.write(b'spam and\neggs'), memory.tell(), memory[:9], memory[-24])
    # expect: 24 13 13 b'spam and\n' 115
    memory[0], memory[5:8] = 83, b'AND'
    memory[13:19:2] = b'...'
    print(memory.find(b'e'), memory.find(b'a', 0), memory.rfind(b'S', 0), memory[18::-5])
    # expect: -1 2 0 b'\x00.\nm'
    memory.seek(0)
    print(memory.readline(), memory.read(4), memory.read_byte(), memory.tell())
    # expect: b'Spam AND\n' b'eggs' 46 14
    memory.seek(-2, os.SEEK_END)
    memory.write_byte(33)
    memory.move(0, 9, 4)
    print(bytes(memory), list(memory)[:2], b'g' in memory, re.findall(b'[A-Z]+', memory))
    # expect: b'eggs AND\neggs.\x00.\x00.\x00\x00\x00\x00!\x00' [b'e', b'g'] True [b'AND']
    for wrong in ('memory[24]', 'memory["x"]', 'memory.write(b"too long")', 'memory.seek(25)',
                  'memory.move(0, 20, 5)', 'memory.__setitem__(0, 256)', 'memory.size()',
                  'memory.__setitem__(slice(2), b"x")', 'memory.flush(0, 25)'):
        try:
            eval(wrong)
        except (ValueError, LookupError, TypeError, OSError) as error:
            print(type(error).__name__, error)
            # expect: IndexError mmap index out of range
            # expect: TypeError mmap indices must be integers
            # expect: ValueError data out of range
            # expect: ValueError seek out of range
            # expect: ValueError source, destination, or count out of range
            # expect: ValueError mmap item value must be in range(0, 256)
            # expect: OSError [Errno 9] Bad file descriptor
            # expect: IndexError mmap slice assignment is wrong size
            # expect: ValueError flush values out of range
    view = memoryview(memory)
    for wrong in memory.close, lambda: memory.resize(30):
        try:
            wrong()
        except BufferError as error:
            print(error)
            # expect: cannot close exported pointers exist
            # expect: mmap can't resize with extant buffers exported.
    view.release()


class Closer:
    """An index that closes what it is an index of."""
    def __index__(self):
        memory.close()
        return 0


for wrong in (lambda: memory[Closer()], lambda: memory.find(b'', Closer()),
              lambda: memory.__setitem__(0, Closer()),
              lambda: memory[Closer():], lambda: memory.read(Closer())):
    memory = mmap.mmap(-1, 10)
    try:
        print(wrong())
    except (ValueError, BufferError) as error:
        print(error)
        # expect: mmap closed or invalid
        # expect: mmap closed or invalid
        # expect: mmap closed or invalid
        # expect: mmap closed or invalid
        # expect: mmap closed or invalid
    memory.close()

with tempfile.TemporaryFile() as file:
    file.write(b'some text')
    file.flush()
    for access in mmap.ACCESS_READ, mmap.ACCESS_COPY:
        with mmap.mmap(file.fileno(), 0, access=access) as memory:
            try:
                memory[:4] = b'SOME'
            except TypeError as error:
                print(error)            # expect: mmap can't modify a readonly memory map.
            print(memory[:], os.pread(file.fileno(), 4, 0), memory.size(), memory)
            # expect: b'some text' b'some' 9 <mmap.mmap closed=False, access=ACCESS_READ, length=9, pos=0, offset=0>
            # expect: b'SOME text' b'some' 9 <mmap.mmap closed=False, access=ACCESS_COPY, length=9, pos=0, offset=0>
    for length, offset in (10, 0), (0, 4096), (-1, 0):
        try:
            mmap.mmap(file.fileno(), length, offset=offset)
        except (ValueError, OverflowError) as error:
            print(error)
            # expect: mmap length is greater than file size
            # expect: mmap offset is greater than file size
            # expect: memory mapped length must be positive
