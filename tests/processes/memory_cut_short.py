"""A file that is made too short under the feet of those who have mapped it hurts nobody."""
# real: its shared memory can't be made shorter
import os, signal, threading
from multiprocessing import shared_memory

memory = shared_memory.SharedMemory(create=True, size=12288)
memory.buf[0] = memory.buf[5000] = 7
os.truncate(f'/dev/shm/{memory.name}', 4096)
print(memory.buf[0])                # expect: 7
def look(): print(memory.buf[5000])
thread = threading.Thread(target=look)
thread.start()
thread.join()                       # expect: 0
# expect stderr: gilbox: shared memory was cut short or found no room
memory.buf[5000] = 9
if os.fork() == 0:
    memory.buf[5000] += 1
    os._exit(memory.buf[5000] + memory.buf[9000])
print(os.wait()[1] >> 8, memory.buf[5000])  # expect: 10 9
memory.close()
memory.unlink()

for _ in range(3):                  # What was known of memory that is gone is used again.
    memory = shared_memory.SharedMemory(create=True, size=5000)
    os.truncate(f'/dev/shm/{memory.name}', 0)
    print(sum(memory.buf))          # expect: 0
                                    # expect: 0
                                    # expect: 0
    memory.close()
    memory.unlink()

if os.fork() == 0:                  # A signal that somebody sends is one still.
    os.kill(os.getpid(), signal.SIGBUS)
print(os.wait()[1] != 0)            # expect: True
