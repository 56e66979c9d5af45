"""Programs fill the machine's memory: they are told, and the machine itself goes on."""
import os, socket, threading, time
from multiprocessing import Process, Pipe, shared_memory
go = threading.Event()
def late(i):
    go.wait()
    for _ in range(100):
        time.sleep(i / 1000)
threads = [threading.Thread(target=late, args=(i,)) for i in range(100)]
for thread in threads: thread.start()
kept, size = [], 2 ** 31 - 64
while size > 32:
    try: kept.append(shared_memory.SharedMemory(create=True, size=size))
    except (MemoryError, OSError): size //= 2
print(len(kept) > 10)                   # expect: True
def attempt(name, function, *arguments):
    try: print(name, function(*arguments))
    except Exception as error: print(name, type(error).__name__)
attempt('pipe', Pipe)                   # expect: pipe MemoryError
attempt('socket', socket.socketpair)    # expect: socket MemoryError
attempt('folder', os.mkdir, '/tmp/new') # expect: folder OSError
attempt('process', Process(target=print).start)             # expect: process MemoryError
attempt('thread', threading.Thread(target=print).start)     # expect: thread RuntimeError
go.set()                # All of them wait for timers now, where no room was for so many.
for thread in threads: thread.join()
for memory in kept:
    memory.close()
    memory.unlink()
attempt('ends', lambda: len(Pipe()))   # expect: ends 2
