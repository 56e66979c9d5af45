"""A process that outlives this one to clean up after it.

Named shared memory stays when its makers are killed. So whoever makes some tells the tracker; when
the last process that knows the tracker has ended, it unlinks what is left. It is started when it is
first needed, and reads lines from a pipe: `REGISTER:name:shared_memory`.
"""

import os
import signal
import sys
import threading
import warnings

import _multiprocessing

from . import util

__all__ = ['ensure_running', 'register', 'unregister', 'getfd']

_IGNORED = signal.SIGINT, signal.SIGTERM    # Of the tracker: it must outlive its users.
_CLEANUP_FUNCS = {'noop': lambda name: None, 'shared_memory': _multiprocessing.shm_unlink}


class ResourceTracker:
    """The tracker, as seen by those who tell it."""

    def __init__(self):
        self._lock = threading.RLock()
        self._fd = None
        self._pid = None

    def ensure_running(self):
        with self._lock:
            if self._fd is not None and not self._check_alive():
                self._bury()
                warnings.warn('resource_tracker: process died unexpectedly, relaunching.  Some '
                              'resources might leak.')
            if self._fd is None:
                self._start()

    def _check_alive(self):
        try:
            os.write(self._fd, b'PROBE:0:noop\n')
        except OSError:
            return False
        return True

    def _bury(self):
        os.close(self._fd)
        self._fd = None
        try:
            if self._pid is not None:
                os.waitpid(self._pid, 0)
        except ChildProcessError:
            pass    # It was somebody else's child.
        self._pid = None

    def _start(self):
        from . import spawn
        reads, self._fd = os.pipe()
        # They are held back until the tracker ignores them.
        old_mask = signal.pthread_sigmask(signal.SIG_BLOCK, _IGNORED)
        try:
            command = [spawn.get_executable(), *util._args_from_interpreter_flags(), '-c',
                       f'from multiprocessing.resource_tracker import main; main({reads})']
            self._pid = util.spawnv_passfds(spawn.get_executable(), command, [reads, 2])
        except BaseException:
            os.close(self._fd)
            self._fd = None
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, old_mask)
            os.close(reads)

    def getfd(self):
        self.ensure_running()
        return self._fd

    def _tell(self, verb, name, kind):
        self.ensure_running()
        line = f'{verb}:{name}:{kind}\n'.encode('ascii')
        if len(line) > 512:
            raise ValueError('msg too long')
        os.write(self._fd, line)

    def register(self, name, rtype):
        """Have a resource cleaned up in the end."""
        self._tell('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """It has been cleaned up."""
        self._tell('UNREGISTER', name, rtype)

    def _stop(self):
        with self._lock:
            if self._fd is not None:
                self._bury()


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister


def getfd():
    """The pipe to the tracker, if there is one."""
    return _resource_tracker._fd


def _forget_pid():
    _resource_tracker._pid = None   # It is the parent's child.
    _resource_tracker._lock = threading.RLock()


os.register_at_fork(after_in_child=_forget_pid)


def main(fd):
    """The tracker's life: it ends when all who know the pipe have."""
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED)
    left = {kind: set() for kind in _CLEANUP_FUNCS}
    with open(fd, 'rb') as lines:
        for line in lines:
            try:
                verb, name, kind = line.strip().decode('ascii').rsplit(':', 2) \
                    if line.count(b':') == 2 else (line.strip().decode(), '', 'noop')
                if verb == 'REGISTER':
                    left[kind].add(name)
                elif verb == 'UNREGISTER':
                    left[kind].discard(name)
            except Exception:
                sys.excepthook(*sys.exc_info())
    for kind, names in left.items():
        if names:
            warnings.warn(f'resource_tracker: There appear to be {len(names)} leaked {kind} '
                          f'objects to clean up at shutdown')
        for name in names:
            try:
                _CLEANUP_FUNCS[kind](name)
            except Exception as error:
                warnings.warn(f'resource_tracker: {name!r}: {error}')
