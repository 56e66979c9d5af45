"""Where no more descriptors can be had, whoever needs some is told, and leaves nothing."""
# real: the virtual machine's limit can't be set
import os, resource
from multiprocessing import shared_memory

name = f'files_{os.getpid()}'
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
def open_files():
    return len(os.listdir('/proc/self/fd'))
before = open_files()
failures = set()
for limit in range(3, soft):        # First not for the memory, then not for its tracker and its pipe.
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    try:
        memory = shared_memory.SharedMemory(name, create=True, size=1)
        break
    except OSError as error:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        failures.add((error.strerror, os.path.exists(f'/dev/shm/{name}')))
        assert open_files() - before <= 1       # to the tracker
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(limit > 4, failures)          # expect: True {('Too many open files', False)}
memory.close()
memory.unlink()
print(open_files() - before)        # expect: 1
