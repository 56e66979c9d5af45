"""Processes with the interface of threads: each has its own interpreter and its own lock.

    Process(target=f, args=(...)), start(), join()      a process that runs a function
    Pool(n).map(f, items)                               many calls, spread over n processes
    Queue, Pipe, SimpleQueue, JoinableQueue             messages between them
    Lock, RLock, Semaphore, Condition, Event, Barrier   as in threading, between processes
    Value, Array                                        memory that they share
    Manager()                                           objects in a server process
    get_context('fork' | 'spawn' | 'forkserver')        how processes are started

The names are those of the default context: context.py has them all.
"""

import sys

from . import context

# So that `multiprocessing.x` is the default context's x.
__all__ = [name for name in dir(context._default_context) if not name.startswith('_')]
globals().update((name, getattr(context._default_context, name)) for name in __all__)
SUBDEBUG, SUBWARNING = 5, 25    # Levels of get_logger().

# Where spawned processes find the parent's script.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
