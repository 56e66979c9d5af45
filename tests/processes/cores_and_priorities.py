"""The cores of a process, its priority and its limits."""
# real: the virtual machine lets a process use all its cores
import os
import resource

cores = os.sched_getaffinity(0)
os.sched_setaffinity(0, {min(cores)})
print(os.sched_getaffinity(0) == {min(cores)})  # expect: True
os.sched_setaffinity(0, cores)
for wrong in (), [-1], ['a']:
    try:
        os.sched_setaffinity(0, wrong)
    except Exception as error:
        print(type(error).__name__, error)
        # expect: OSError [Errno 22] Invalid argument
        # expect: ValueError negative CPU number
        # expect: TypeError expected an iterator of ints, but iterator yielded <class 'str'>
print(os.nice(0) == os.getpriority(os.PRIO_PROCESS, 0), os.getsid(0) == os.getsid(os.getpid()))
# expect: True True
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (8, hard))
try:
    opened = [os.dup(1) for _ in range(20)]
except OSError as error:
    print(error)                        # expect: [Errno 24] Too many open files
try:
    os.pipe()
except OSError as error:
    print(error)                        # expect: [Errno 24] Too many open files
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard))  # expect: True
