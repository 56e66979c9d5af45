"""mmap: a file in the memory of several processes, which grows, and is cut short by another."""
# real: the virtual machine maps files to be read or copied
import mmap
import os
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b'0123456789' * 1000)
    file.flush()
    memory = mmap.mmap(file.fileno(), 0)
    copy = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    tail = mmap.mmap(file.fileno(), 1000, offset=8192)
    if os.fork() == 0:
        memory[8195] = copy[8196] = ord('x')
        memory.flush()
        os._exit(0)
    os.wait()
    print(tail[:6], copy[8192:8198], os.pread(file.fileno(), 6, 8192))
    # expect: b'234x67' b'234x67' b'234x67'
    memory.resize(20000)
    memory[19999] = 33
    print(os.stat(file.fileno()).st_size, memory.size(), len(memory))  # expect: 20000 20000 20000
    print(os.pread(file.fileno(), 2, 19998))  # expect: b'\x00!'
    file.truncate(100)
    print(memory[99], memory[19999], len(memory), memory.size())  # expect: 57 0 20000 100
    # expect stderr: gilbox: shared memory was cut short or found no room
    print(tail[5], copy[9000], memory[98:101])  # expect: 0 0 b'89\x00'
    memory[19999] = 1                   # Into nothing: but nobody dies of it.
    memory.close()
    copy.close()
    tail.close()
