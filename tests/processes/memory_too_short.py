"""Memory that is mapped is there: a file that is too short is refused, and can't be made so later."""
import os
from _multiprocessing import Memory, shm_open, shm_unlink

name = f'/short_{os.getpid()}'
file = shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR)
shm_unlink(name)
for size in 1, 4096:
    try:
        print(Memory(4096, file))
    except OSError as error:
        print(error.strerror)
        # expect: Invalid argument
        # expect: Invalid argument
    os.ftruncate(file, size)
print(Memory(4096, file).size)  # expect: 4096

memory = Memory(4096)
view = memoryview(memory)
view[4000] = 7
try:
    os.ftruncate(memory.file, 0)
except PermissionError:
    pass
print(view[4000] in (0, 7), len(view))  # expect: True 4096
