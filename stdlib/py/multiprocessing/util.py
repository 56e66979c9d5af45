"""What the package's modules share: finalizers, hooks after a fork, logging."""

import atexit
import itertools
import os
import posix
import signal
import sys
import threading
import time
import weakref
from subprocess import _args_from_interpreter_flags    # noqa: F401

from . import process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr',
           'get_temp_dir', 'register_after_fork', 'is_exiting', 'Finalize', 'ForkAwareThreadLock',
           'ForkAwareLocal', 'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING']

# --- Logging ---

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING, WARNING = 0, 5, 10, 20, 25, 30
LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'
_logger = None
_log_to_stderr = False


def _log(level):
    def log(message, *args):
        if _logger is not None:
            _logger.log(level, message, *args)
    return log


sub_debug, debug, info, sub_warning = map(_log, (SUBDEBUG, DEBUG, INFO, SUBWARNING))


def get_logger():
    """The package's logger."""
    global _logger
    if _logger is None:
        import logging
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    """Have the package's logger print."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return logger


# --- Finalizers ---

_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """Calls a function once: when an object dies, when it is called itself, or at the end of the
    process (those with an exitpriority, the highest first)."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, not '
                            f'{type(exitpriority)}')
        if obj is None and exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._key = exitpriority, next(_finalizer_counter)
        self._pid = os.getpid()
        self._weakref = None if obj is None else weakref.ref(obj, self)
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None, registry=_finalizer_registry, getpid=os.getpid):
        if registry.pop(self._key, None) is None:
            return None
        callback, args, kwargs = self._callback, self._args, self._kwargs
        self._forget()
        return callback(*args, **kwargs) if self._pid == getpid() else None

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = None

    def cancel(self):
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        return self._key in _finalizer_registry

    def __repr__(self):
        if self._callback is None or not self.still_active():
            return f'<{type(self).__name__} object, dead>'
        name = getattr(self._callback, '__name__', self._callback)
        return f'<{type(self).__name__} object, callback={name}>'


def _run_finalizers(minpriority=None):
    """Those with an exitpriority of at least this one."""
    def wanted(key):
        return key[0] is not None and (minpriority is None or key[0] >= minpriority)
    for key in sorted(filter(wanted, list(_finalizer_registry)), reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            sub_debug('calling %s', finalizer)
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


# --- The end ---

_exiting = False


def is_exiting():
    return _exiting


def _exit_function():
    """At the end of a process: daemonic children are ended, the others waited for."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    for child in process.active_children():
        if child.daemon:
            info('calling terminate() for daemon %s', child.name)
            child._popen.terminate()
    if getattr(sys, 'last_type', None) is KeyboardInterrupt:
        _pass_interrupt_on()
    for child in process.active_children():
        info('calling join() for process %s', child.name)
        child.join()
    debug('running the remaining "atexit" finalizers')
    _run_finalizers()


def _pass_interrupt_on(grace_s=2.0):
    """The program was interrupted. Ctrl-C in a terminal reaches the children too, kill -INT only
    this process: they have some time to end, then they are told."""
    from .connection import wait
    deadline = time.monotonic() + grace_s
    while children := process.active_children():
        left = deadline - time.monotonic()
        if left <= 0:
            break
        wait([child.sentinel for child in children], left)
    for child in children:
        child._popen._send_signal(signal.SIGINT)


atexit.register(_exit_function)


def _leave(code):
    """The end of a process that was started here: no atexit, for that is the parent's."""
    os._exit(code)


# --- After a fork ---

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def register_after_fork(obj, func):
    """Have func(obj) called in every process that is forked while the object lives."""
    _afterfork_registry[next(_afterfork_counter), id(obj), func] = obj


def _run_after_forkers():
    global _exiting
    _exiting = False
    for (index, ident, func), obj in sorted(_afterfork_registry.items(), key=lambda row: row[0][0]):
        try:
            func(obj)
        except Exception as error:
            info('after forker raised exception %s', error)


class ForkAwareThreadLock:
    """A lock that is free in the child of a fork."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    """Thread-local data that is empty in the child of a fork."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# --- Files ---

abstract_sockets_supported = False    # Sockets have names in folders.


def close_fds(*files):
    for file in files:
        os.close(file)


def close_all_fds_except(files):
    """All but these."""
    start = -1
    for file in sorted([*files, 1 << 16]):
        os.closerange(start + 1, file)
        start = file


def _close_stdin():
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        file = os.open(os.devnull, os.O_RDONLY)
        sys.stdin = open(file, encoding='utf-8', closefd=False)
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def spawnv_passfds(path, args, passfds):
    """Start a program that inherits these files besides 0, 1 and 2: its process id."""
    return posix._spawn(path, [path], args, None, None, (-1, -1, -1), close_fds=True,
                        keep=sorted(map(int, passfds)))


def get_temp_dir():
    """A folder for sockets and files, gone at the end of the process."""
    found = process.current_process()._config.get('tempdir')
    if found is None:
        import shutil
        import tempfile
        found = tempfile.mkdtemp(prefix='pymp-')
        info('created temp directory %s', found)
        Finalize(None, shutil.rmtree, args=(found,), kwargs={'ignore_errors': True},
                 exitpriority=-100)
        process.current_process()._config['tempdir'] = found
    return found


# --- For CPython's tests ---

def _cleanup_tests():
    from . import forkserver, resource_tracker
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()
    import gc
    gc.collect()
