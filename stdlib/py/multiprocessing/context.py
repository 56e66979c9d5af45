"""Contexts: a way to start processes, and everything else made to fit it."""

import os
import sys

from . import process, reduction

__all__ = ()


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


def _from(module, name, doc):
    """A method of contexts: calls `name` of a module, imported when it is first wanted."""
    def method(self, *args, **kwargs):
        package = __import__(f'multiprocessing.{module}', fromlist=[name])
        return getattr(package, name)(*args, ctx=self.get_context(), **kwargs)
    method.__name__ = name
    method.__doc__ = doc
    return method


class BaseContext:
    """What all contexts can do. A subclass says how a process starts."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    Lock = _from('synchronize', 'Lock', 'A lock that is not recursive.')
    RLock = _from('synchronize', 'RLock', 'A recursive lock.')
    Condition = _from('synchronize', 'Condition', 'A condition variable.')
    Semaphore = _from('synchronize', 'Semaphore', 'A counter that blocks at zero.')
    BoundedSemaphore = _from('synchronize', 'BoundedSemaphore', 'Likewise, with a highest value.')
    Event = _from('synchronize', 'Event', 'A flag to wait for.')
    Barrier = _from('synchronize', 'Barrier', 'A place where processes wait for one another.')
    JoinableQueue = _from('queues', 'JoinableQueue', 'A queue that counts unfinished tasks.')
    SimpleQueue = _from('queues', 'SimpleQueue', 'A pipe with locks.')

    def cpu_count(self):
        """How many CPUs the machine has."""
        count = os.cpu_count()
        if count is None:
            raise NotImplementedError('cannot determine number of cpus')
        return count

    def Queue(self, maxsize=0):
        """A queue for processes."""
        from .queues import Queue
        return Queue(maxsize, ctx=self.get_context())

    def Pipe(self, duplex=True):
        """Two connected Connections; with duplex False the first receives, the second sends."""
        from .connection import Pipe
        return Pipe(duplex)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """Worker processes."""
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def Manager(self):
        """A server process with shared objects, started."""
        from .managers import SyncManager
        manager = SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def RawValue(self, typecode_or_type, *args):
        """A shared value without a lock."""
        from .sharedctypes import RawValue
        return RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        """A shared array without a lock."""
        from .sharedctypes import RawArray
        return RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        """A shared value with a lock."""
        from .sharedctypes import Value
        return Value(typecode_or_type, *args, lock=lock, ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        """A shared array with a lock."""
        from .sharedctypes import Array
        return Array(typecode_or_type, size_or_initializer, lock=lock, ctx=self.get_context())

    def freeze_support(self):
        """Nothing to do: gilbox programs are not frozen."""

    def get_logger(self):
        """The package's logger."""
        from .util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        """Have the package's logger print."""
        from .util import log_to_stderr
        return log_to_stderr(level)

    def allow_connection_pickling(self):
        """Let connections and sockets be sent to other processes."""
        from . import connection    # noqa: F401

    def set_executable(self, executable):
        """The program that spawn starts."""
        from .spawn import set_executable
        set_executable(executable)

    def set_forkserver_preload(self, module_names):
        """Modules that the fork server imports."""
        from .forkserver import set_forkserver_preload
        set_forkserver_preload(module_names)

    def get_context(self, method=None):
        if method is None:
            return self
        try:
            found = _contexts[method]
        except KeyError:
            raise ValueError(f'cannot find context for {method!r}') from None
        return found

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        """Controls how objects will be reduced to a form that can be shared."""
        return reduction

    @reducer.setter
    def reducer(self, module):
        globals()['reduction'] = module


class Process(process.BaseProcess):
    """A process of the default context."""

    _start_method = None

    @staticmethod
    def _Popen(process_obj):
        return _default_context.get_context().Process._Popen(process_obj)

    @staticmethod
    def _after_fork():
        return _default_context.get_context().Process._after_fork()


class DefaultContext(BaseContext):
    """The one that is used when none is named; its start method can be chosen once."""

    Process = Process

    def __init__(self, context):
        self._first = context
        self._actual = None

    def get_context(self, method=None):
        if method is not None:
            return super().get_context(method)
        if self._actual is None:
            self._actual = self._first
        return self._actual

    def set_start_method(self, method, force=False):
        if self._actual is not None and not force:
            raise RuntimeError('context has already been set')
        self._actual = None if method is None and force else self.get_context(method)

    def get_start_method(self, allow_none=False):
        if self._actual is None and allow_none:
            return None
        return self.get_context()._name

    def get_all_start_methods(self):
        return ['fork', 'spawn', 'forkserver']


class ForkProcess(process.BaseProcess):
    _start_method = 'fork'

    @staticmethod
    def _Popen(process_obj):
        from .popen_fork import Popen
        return Popen(process_obj)


class SpawnProcess(process.BaseProcess):
    _start_method = 'spawn'

    @staticmethod
    def _Popen(process_obj):
        from .popen_spawn_posix import Popen
        return Popen(process_obj)


class ForkServerProcess(process.BaseProcess):
    _start_method = 'forkserver'

    @staticmethod
    def _Popen(process_obj):
        from .popen_spawn_posix import Popen
        return Popen(process_obj)    # See forkserver.py.


class ForkContext(BaseContext):
    _name = 'fork'
    Process = ForkProcess


class SpawnContext(BaseContext):
    _name = 'spawn'
    Process = SpawnProcess


class ForkServerContext(BaseContext):
    _name = 'forkserver'
    Process = ForkServerProcess


_contexts = {'fork': ForkContext(), 'spawn': SpawnContext(), 'forkserver': ForkServerContext()}
_default_context = DefaultContext(_contexts['fork'])


def _force_start_method(method):
    _default_context._actual = _contexts[method]


# --- While a process is being spawned, what it is given may be pickled that otherwise may not ---

class _Spawning:
    """The Popen that is pickling for its child now; one per thread."""

    def __init__(self):
        self.popens = {}


_spawning = _Spawning()


def get_spawning_popen():
    import threading
    return _spawning.popens.get(threading.get_ident())


def set_spawning_popen(popen):
    import threading
    if popen is None:
        _spawning.popens.pop(threading.get_ident(), None)
    else:
        _spawning.popens[threading.get_ident()] = popen


def assert_spawning(obj):
    if get_spawning_popen() is None:
        raise RuntimeError(f'{type(obj).__name__} objects should only be shared between processes '
                           f'through inheritance')
