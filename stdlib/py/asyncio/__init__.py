"""Concurrency in one thread: coroutines take turns in a loop.

    async def main():
        await asyncio.gather(work(1), work(2))

    asyncio.run(main())

exceptions, futures, tasks: results to come, and coroutines that run
locks, queues, timeouts, taskgroups: what tasks share, and how they are kept together
events, base_events, selector_events, unix_events: the loop, from its idea to its system calls
runners: asyncio.run()
connections, transports, protocols, streams, subprocess: the world outside
"""

from . import coroutines, events, exceptions, futures, runners, tasks
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .runners import *
from .tasks import *

# Others are imported when one of their names is asked for: importing asyncio shall take little.
_LATER = {
    'base_events': ('BaseEventLoop',),
    'connections': ('Server',),
    'locks': ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier'),
    'protocols': ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol',
                  'BufferedProtocol'),
    'queues': ('Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty'),
    'streams': ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection',
                'start_server', 'open_unix_connection', 'start_unix_server'),
    'subprocess': ('create_subprocess_exec', 'create_subprocess_shell'),
    'taskgroups': ('TaskGroup',),
    'threads': ('to_thread',),
    'timeouts': ('Timeout', 'timeout', 'timeout_at'),
    'transports': ('BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport',
                   'DatagramTransport', 'SubprocessTransport'),
    'unix_events': ('SelectorEventLoop',),
}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names}

__all__ = (*coroutines.__all__, *events.__all__, *exceptions.__all__, *futures.__all__,
           *runners.__all__, *tasks.__all__, *_MODULE_OF)


def __getattr__(name):
    import importlib
    if name in _LATER or name in ('log', 'selector_events'):
        return importlib.import_module(f'{__name__}.{name}')
    if name not in _MODULE_OF:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = getattr(__getattr__(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *_MODULE_OF, *_LATER})
