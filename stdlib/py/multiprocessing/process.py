"""Process objects, and which of them this process is."""

import itertools
import os
import signal
import sys
import threading
import weakref

import _multiprocessing

__all__ = ['BaseProcess', 'active_children', 'current_process', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.curdir)
except OSError:
    ORIGINAL_DIR = None     # The folder is gone.


def current_process():
    """The object of the process that runs this."""
    return _current_process


def active_children():
    """The children that have not ended; those that have are waited for."""
    _cleanup()
    return list(_children)


def parent_process():
    """The object of the process that started this one; None in the first."""
    return _parent_process


def _cleanup():
    """Wait for the children that have ended."""
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


def _insist(holds, message):
    if not holds:
        raise AssertionError(message)


class BaseProcess:
    """An activity in a process of its own, with the interface of threading.Thread."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        _insist(group is None, 'group argument must be None for now')
        parent = _current_process
        self._parent_pid, self._parent_name = os.getpid(), parent.name
        self._identity = (*parent._identity, next(_counter))
        self._config = dict(parent._config)
        self._popen, self._closed = None, False
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._name = name or f'{type(self).__name__}-{":".join(map(str, self._identity))}'
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def _check_parent(self, message):
        """Only who made the object may use it."""
        _insist(self._parent_pid == os.getpid(), message)

    # --- For programs ---

    def run(self):
        """What the process does; to be overridden, or given as `target`."""
        work = self._target
        if work:
            work(*self._args, **self._kwargs)

    def start(self):
        """Start the process. Once."""
        self._check_closed()
        _insist(self._popen is None, 'cannot start a process twice')
        self._check_parent('can only start a process object created by current process')
        _insist(not _current_process.daemon, 'daemonic processes are not allowed to have children')
        _cleanup()
        started = self._popen = self._Popen(self)
        self._sentinel = started.sentinel
        # What it was given may be much, or tell by its end that nobody needs it.
        for name in '_target', '_args', '_kwargs':
            delattr(self, name)
        _children.add(self)

    def join(self, timeout=None):
        """Wait until the process ends, or for so many seconds."""
        self._check_closed()
        self._check_parent('can only join a child process')
        _insist(self._popen is not None, 'can only join a started process')
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Is it running?"""
        self._check_closed()
        if self is _current_process:
            return True
        self._check_parent('can only test a child process')
        if self._popen is None:
            return False
        running = self._popen.poll() is None
        if not running:
            _children.discard(self)
        return running

    def terminate(self):
        """Send it SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """Send it SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def close(self):
        """Give back what the object holds. The process must have ended."""
        popen = self._popen
        if popen is not None:
            if popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. You should '
                                 'first call join() or terminate().')
            popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    # --- Attributes ---

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        _insist(isinstance(name, str), 'name must be a string')
        self._name = name

    @property
    def daemon(self):
        """Does it end when its parent does?"""
        return self._config.get('daemon') or False

    @daemon.setter
    def daemon(self, daemonic):
        _insist(self._popen is None, 'process has already started')
        self._config.update(daemon=daemonic)

    @property
    def authkey(self):
        """What connections to other processes prove themselves with."""
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config.update(authkey=AuthenticationString(authkey))

    @property
    def exitcode(self):
        """None while it runs (or before), its exit code, or minus the signal that ended it."""
        self._check_closed()
        if self is _current_process or self._popen is None:
            return None
        return self._popen.poll()

    @property
    def ident(self):
        """The process id; None before it is started."""
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return None if self._popen is None else self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A number to wait for with connection.wait(): ready when the process ends."""
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def _state(self):
        if self is _current_process:
            return 'started'
        if self._closed:
            return 'closed'
        if self._parent_pid != os.getpid():
            return 'unknown'
        if self._popen is None:
            return 'initial'
        exitcode = self._popen.poll()
        if exitcode is None:
            return 'started'
        return f'stopped exitcode={_exitcode_to_name.get(exitcode, exitcode)}'

    def __repr__(self):
        state = self._state()
        pid = '' if self._popen is None else f' pid={self._popen.pid}'
        daemon = ' daemon' if self.daemon else ''
        return (f'<{type(self).__name__} name={self._name!r}{pid} parent={self._parent_pid} '
                f'{state}{daemon}>')

    # --- In the child ---

    def _bootstrap(self, parent_sentinel=None):
        """Run, and tell the exit code. Everything that was the parent's alone is dropped first."""
        from . import util
        code = 1
        try:
            self._become_current(parent_sentinel, util)
            util.info('child process calling self.run()')
            try:
                self.run()
                code = 0
            finally:
                util._exit_function()
        except SystemExit as exit:
            code = _exit_code(exit.code)
        except BaseException:
            import traceback
            sys.stderr.write(f'Process {self.name}:\n')
            traceback.print_exc()
        finally:
            threading._shutdown()
            util.info('process exiting with exitcode %d', code)
            util._flush_std_streams()
        return code

    def _become_current(self, parent_sentinel, util):
        global _current_process, _parent_process, _counter, _children
        if self._start_method is not None:
            from . import context
            context._force_start_method(self._start_method)
        threading.main_thread()._native_id = threading.get_native_id()
        _counter = itertools.count(1)
        _children = set()
        util._close_stdin()
        old_process, _current_process = _current_process, self
        _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
        _multiprocessing.name_process(self.name)
        self._after_fork()
        del old_process

    @staticmethod
    def _after_fork():
        from . import util
        util._finalizer_registry.clear()
        util._run_after_forkers()


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    sys.stderr.write(f'{code}\n')
    return 1


class AuthenticationString(bytes):
    """A key that must not leave the process by accident."""

    def __reduce__(self):
        from . import context
        if context.get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is disallowed for security '
                            'reasons')
        return type(self), (bytes(self),)


class _ParentProcess(BaseProcess):
    """The process that started this one. When it ends, this one is ended too, unless it has asked
    after its parent: then it will see to that itself."""

    def __init__(self, name, pid, sentinel):
        self._name, self._pid, self._sentinel = name, pid, sentinel
        self._identity, self._config = (), {}
        self._parent_pid, self._popen, self._closed = None, None, False

    @property
    def sentinel(self):
        _multiprocessing.end_with(self._sentinel, 0)
        return self._sentinel

    def is_alive(self):
        from .connection import wait
        return not wait([self.sentinel], timeout=0)

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        from .connection import wait
        wait([self.sentinel], timeout=timeout)


class _MainProcess(BaseProcess):
    """The first process."""

    _start_method = None

    def __init__(self):
        self._name, self._identity = 'MainProcess', ()
        self._parent_pid, self._popen, self._closed = None, None, False
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_counter = itertools.count(1)
_children = set()
_dangling = weakref.WeakSet()

_exitcode_to_name = {-number: f'-{name}' for name, number in vars(signal).items()
                     if name[:3] == 'SIG' and '_' not in name}
