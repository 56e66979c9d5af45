"""Contexts: a way to start processes, and everything else made to fit it."""

import os
from _thread import get_ident

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


def _module(name):
    """A module of the package, imported when it is first wanted."""
    return __import__(f'multiprocessing.{name}', fromlist=[name])


def _from(module, name, doc):
    """A method of contexts: calls `name` of a module, which takes the context, too."""
    def method(self, *args, **kwargs):
        return getattr(_module(module), name)(*args, ctx=self.get_context(), **kwargs)
    method.__name__ = name
    method.__doc__ = doc
    return method


class BaseContext:
    """What all contexts can do. A subclass says how a process starts."""

    ProcessError, BufferTooShort = ProcessError, BufferTooShort
    TimeoutError, AuthenticationError = TimeoutError, AuthenticationError

    current_process, parent_process, active_children = map(staticmethod, (
        process.current_process, process.parent_process, process.active_children))

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
        found = os.cpu_count()
        if found is None:
            raise NotImplementedError('cannot determine number of cpus')
        return found

    def Queue(self, maxsize=0):
        """A queue for processes."""
        return _module('queues').Queue(maxsize, ctx=self.get_context())

    def Pipe(self, duplex=True):
        """Two connected Connections; with duplex False the first receives, the second sends."""
        return _module('connection').Pipe(duplex)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """Worker processes."""
        return _module('pool').Pool(processes, initializer, initargs, maxtasksperchild,
                                    context=self.get_context())

    def Manager(self):
        """A server process with shared objects, started."""
        manager = _module('managers').SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def RawValue(self, typecode_or_type, *args):
        """A shared value without a lock."""
        return _module('sharedctypes').RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        """A shared array without a lock."""
        return _module('sharedctypes').RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        """A shared value with a lock."""
        return _module('sharedctypes').Value(typecode_or_type, *args, lock=lock,
                                             ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        """A shared array with a lock."""
        return _module('sharedctypes').Array(typecode_or_type, size_or_initializer, lock=lock,
                                             ctx=self.get_context())

    def freeze_support(self):
        """Nothing to do: gilbox programs are not frozen."""

    def get_logger(self):
        """The package's logger."""
        return _module('util').get_logger()

    def log_to_stderr(self, level=None):
        """Have the package's logger print."""
        return _module('util').log_to_stderr(level)

    def allow_connection_pickling(self):
        """Let connections and sockets be sent to other processes."""
        _module('connection')

    def set_executable(self, executable):
        """The program that spawn starts."""
        _module('spawn').set_executable(executable)

    def set_forkserver_preload(self, module_names):
        """Modules that the fork server imports."""
        _module('forkserver').set_forkserver_preload(module_names)

    def get_context(self, method=None):
        """The context of a start method; without one, this context."""
        if method is None:
            return self
        if method not in _contexts:
            raise ValueError(f'cannot find context for {method!r}')
        return _contexts[method]

    def get_start_method(self, allow_none=False):
        """How its processes start."""
        return self._name

    def set_start_method(self, method, force=False):
        """For the default context alone."""
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        """The module that makes bytes of what is sent."""
        return reduction

    @reducer.setter
    def reducer(self, module):
        globals()['reduction'] = module


# --- The default context ---

def _chosen_process():
    return _default_context.get_context().Process


class Process(process.BaseProcess):
    """A process of the default context."""

    _start_method = None
    _Popen = staticmethod(lambda process_obj: _chosen_process()._Popen(process_obj))
    _after_fork = staticmethod(lambda: _chosen_process()._after_fork())


class DefaultContext(BaseContext):
    """The one that is used when none is named; its start method can be chosen once."""

    Process = Process

    def __init__(self, context):
        self._first, self._actual = context, None

    def get_context(self, method=None):
        """The context of a start method; without one, of the method that was chosen."""
        if method is None:
            self._actual = self._actual or self._first
            return self._actual
        return BaseContext.get_context(self, method)

    def set_start_method(self, method, force=False):
        """Choose how processes start; forced, once more, and None is no choice."""
        if not force and self._actual is not None:
            raise RuntimeError('context has already been set')
        self._actual = None if method is None and force else self.get_context(method)

    def get_start_method(self, allow_none=False):
        """How processes start; None, if that may be, as long as nobody has chosen."""
        if allow_none and self._actual is None:
            return None
        return self.get_context()._name

    def get_all_start_methods(self):
        """All there are, the default first."""
        return list(_contexts)


# --- One context for each way to start ---

def _popen(module):
    return staticmethod(lambda process_obj: _module(module).Popen(process_obj))


class ForkProcess(process.BaseProcess):
    _start_method, _Popen = 'fork', _popen('popen_fork')


class SpawnProcess(process.BaseProcess):
    _start_method, _Popen = 'spawn', _popen('popen_spawn_posix')


class ForkServerProcess(process.BaseProcess):
    _start_method, _Popen = 'forkserver', _popen('popen_spawn_posix')   # See forkserver.py.


class ForkContext(BaseContext):
    _name, Process = 'fork', ForkProcess


class SpawnContext(BaseContext):
    _name, Process = 'spawn', SpawnProcess


class ForkServerContext(BaseContext):
    _name, Process = 'forkserver', ForkServerProcess


_contexts = {made._name: made for made in (ForkContext(), SpawnContext(), ForkServerContext())}
_default_context = DefaultContext(_contexts['fork'])


def _force_start_method(method):
    _default_context._actual = _contexts[method]


# --- While a process is being spawned, what it is given may be pickled that otherwise may not ---

_spawning = {}      # thread id -> the Popen that is pickling for its child now


def get_spawning_popen():
    return _spawning.get(get_ident())


def set_spawning_popen(popen):
    if popen is None:
        _spawning.pop(get_ident(), None)
    else:
        _spawning[get_ident()] = popen


def assert_spawning(obj):
    """RuntimeError, unless obj is on its way to a child that is being spawned."""
    if get_ident() not in _spawning:
        raise RuntimeError(f'{type(obj).__name__} objects should only be shared between processes '
                           f'through inheritance')
