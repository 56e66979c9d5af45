"""Threads and what keeps them in order: the interface of CPython's threading module over _thread.

    Lock, RLock                            one thread at a time
    Condition, Event, Semaphore, Barrier   waiting for one another
    Thread, Timer                          what runs; current_thread() and others say who does
"""

import _thread
import sys as _sys
from time import monotonic as _now

from _collections import deque as _deque

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'TIMEOUT_MAX', 'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread',
           'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError', 'setprofile', 'settrace', 'local',
           'stack_size', 'excepthook', 'ExceptHookArgs', 'getprofile', 'gettrace', 'get_native_id']

from _thread import (TIMEOUT_MAX, _ExceptHookArgs as ExceptHookArgs, _excepthook as excepthook,
                     _local as local, _set_sentinel, allocate_lock as Lock, error as ThreadError,
                     get_ident, get_native_id, stack_size, start_new_thread as _start_new_thread)

_CRLock = _thread.RLock
__excepthook__ = excepthook


def _warn_of(old, advice):
    """For the names that this module had before it got others."""
    import warnings
    warnings.warn(f'{old}() is deprecated, {advice} instead', DeprecationWarning, stacklevel=3)


def _described(thing, text):
    """What repr() says of most things here: the class, the place, and how it stands."""
    cls = type(thing)
    return f'<{cls.__module__}.{cls.__qualname__} at {id(thing):#x}: {text}>'


# --- Tracing: given to threads as they start ---

_hooks = {'settrace': None, 'setprofile': None}


def settrace(func):
    """Have each thread that is started from now on traced by func."""
    _hooks['settrace'] = func


def gettrace():
    """What settrace() was given."""
    return _hooks['settrace']


def setprofile(func):
    """Have each thread that is started from now on profiled by func."""
    _hooks['setprofile'] = func


def getprofile():
    """What setprofile() was given."""
    return _hooks['setprofile']


# --- Locks ---

def RLock(*args, **kwargs):
    """A lock that its owner may acquire again; it must be released as often."""
    return _CRLock(*args, **kwargs)


class _RLock:
    """The same in Python, for those who ask for it by name."""

    def __init__(self):
        self._block = Lock()
        self._forget()

    def _forget(self):
        self._owner, self._count = None, 0

    def _at_fork_reinit(self):
        self._forget()
        self._block._at_fork_reinit()

    def __repr__(self):
        owner = _active.get(self._owner)
        cls = type(self)
        return '<{} {}.{} object owner={!r} count={} at {:#x}>'.format(
            'locked' if self._block.locked() else 'unlocked', cls.__module__, cls.__qualname__,
            self._owner if owner is None else owner.name, self._count, id(self))

    def _is_owned(self):
        return get_ident() == self._owner

    def acquire(self, blocking=True, timeout=-1):
        if self._is_owned():
            self._count += 1
            return 1
        if not self._block.acquire(blocking, timeout):
            return False
        self._owner, self._count = get_ident(), 1
        return True

    def release(self):
        if not self._is_owned():
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if self._count == 0:
            self._release_save()

    __enter__ = acquire

    def __exit__(self, *details):
        self.release()

    # For conditions: as if it were acquired once, whatever the count.

    def _release_save(self):
        if self._owner is None:
            raise RuntimeError('cannot release un-acquired lock')
        owner_and_count = self._owner, self._count
        self._forget()
        self._block.release()
        return owner_and_count

    def _acquire_restore(self, owner_and_count):
        self._block.acquire()
        self._owner, self._count = owner_and_count


_PyRLock = _RLock


# --- Waiting for one another ---

class Condition:
    """A queue of threads that wait for something to become true, under a lock.

    Each waiter sleeps on a lock of its own, which notify() releases.
    """

    def __init__(self, lock=None):
        self._lock = lock = RLock() if lock is None else lock
        self._waiters = _deque()
        self.acquire, self.release = lock.acquire, lock.release
        # What an RLock does better than we could.
        for ours in '_release_save', '_acquire_restore', '_is_owned':
            if hasattr(lock, ours):
                setattr(self, ours, getattr(lock, ours))

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *details):
        return self._lock.__exit__(*details)

    def _at_fork_reinit(self):
        self._waiters.clear()
        self._lock._at_fork_reinit()

    # With other locks:

    def _is_owned(self):
        was_free = self._lock.acquire(False)
        if was_free:
            self._lock.release()
        return not was_free

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, nothing):
        self._lock.acquire()

    def wait(self, timeout=None):
        """Let the lock go, sleep until another thread calls notify(), or for timeout seconds, and
        take the lock back. Was it notify()?"""
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        bed = Lock()
        bed.acquire()
        self._waiters.append(bed)
        state = self._release_save()
        notified = False
        try:
            if timeout is None:
                notified = bed.acquire()
            else:
                notified = bed.acquire(True, timeout) if timeout > 0 else bed.acquire(False)
        finally:
            self._acquire_restore(state)
            if not notified and bed in self._waiters:
                self._waiters.remove(bed)
        return notified

    def wait_for(self, predicate, timeout=None):
        """wait() until predicate() is true, or for timeout seconds in all: its last answer."""
        answer = predicate()
        if answer or timeout is None:
            while not answer:
                self.wait()
                answer = predicate()
            return answer
        end = _now() + timeout
        while True:
            self.wait(timeout)
            answer = predicate()
            timeout = end - _now()
            if answer or timeout <= 0:
                return answer

    def notify(self, n=1):
        """Wake so many of the threads that wait, those first that came first."""
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        while n > 0 and self._waiters:
            try:
                self._waiters.popleft().release()
            except RuntimeError:
                continue  # Interrupted between its release and our hands: it no longer waits.
            n -= 1

    def notify_all(self):
        """Wake all threads that wait."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """notify_all()"""
        _warn_of('notifyAll', 'use notify_all()')
        self.notify_all()


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._flag = False
        self._cond = Condition(Lock())

    def __repr__(self):
        return _described(self, 'set' if self._flag else 'unset')

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Is the flag up?"""
        return self._flag

    def isSet(self):
        """is_set()"""
        _warn_of('isSet', 'use is_set()')
        return self.is_set()

    def set(self):
        """Put the flag up, and wake all who wait for it."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Take the flag down."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is put up, or for timeout seconds. Was it?"""
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class Semaphore:
    """A counter of permits; acquire() takes one or waits for one."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value
        self._cond = Condition(Lock())

    def __repr__(self):
        return _described(self, f'value={self._value}')

    def _has_permit(self):
        return self._value > 0

    def acquire(self, blocking=True, timeout=None):
        """Take a permit. Without one, wait for it as long as blocking and timeout (in seconds)
        allow. Has it been taken?"""
        if timeout is not None and not blocking:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if self._value == 0:
                if not blocking or not self._cond.wait_for(self._has_permit, timeout):
                    return False
            self._value -= 1
        return True

    __enter__ = acquire

    def __exit__(self, *details):
        self.release()

    def release(self, n=1):
        """Give so many permits back."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._add(n)
            self._cond.notify(n)

    def _add(self, n):
        self._value += n


class BoundedSemaphore(Semaphore):
    """A semaphore that never holds more permits than at the start."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._most = value

    def __repr__(self):
        return _described(self, f'value={self._value}/{self._most}')

    def _add(self, n):
        if self._value > self._most - n:
            raise ValueError('Semaphore released too many times')
        self._value += n


class BrokenBarrierError(RuntimeError):
    pass


class _Meeting:
    """One use of a barrier: who has come so far, and how it went, once that is certain."""

    arrived = 0
    succeeded = None


class Barrier:
    """A meeting point: wait() returns when `parties` threads have come to it."""

    def __init__(self, parties, action=None, timeout=None):
        self._parties, self._action, self._timeout = parties, action, timeout
        self._meeting = _Meeting()
        self._cond = Condition(Lock())

    def __repr__(self):
        waiting = f'waiters={self.n_waiting}/{self._parties}'
        return _described(self, 'broken' if self.broken else waiting)

    def wait(self, timeout=None):
        """Wait for the others, for timeout seconds at most. The threads get the numbers from 0 on,
        in the order in which they came."""
        with self._cond:
            meeting = self._meeting
            if meeting.succeeded is False:
                raise BrokenBarrierError
            number = meeting.arrived
            meeting.arrived += 1
            try:
                if meeting.arrived >= self._parties:
                    self._complete(meeting)
                else:
                    self._cond.wait_for(lambda: meeting.succeeded is not None,
                                        self._timeout if timeout is None else timeout)
            finally:
                if meeting.succeeded is not True:
                    meeting.arrived -= 1
            if not meeting.succeeded:
                self._fail(meeting)
                raise BrokenBarrierError
            return number

    def _complete(self, meeting):
        try:
            if self._action:
                self._action()
        except BaseException:
            self._fail(meeting)
            raise
        meeting.succeeded = True
        self._meeting = _Meeting()
        self._cond.notify_all()

    def _fail(self, meeting):
        meeting.succeeded = False
        self._cond.notify_all()

    def abort(self):
        """Break the barrier: whoever waits or will wait gets BrokenBarrierError, until reset()."""
        with self._cond:
            self._fail(self._meeting)

    def reset(self):
        """Begin anew. Whoever waits gets BrokenBarrierError."""
        with self._cond:
            self._fail(self._meeting)
            self._meeting = _Meeting()

    @property
    def parties(self):
        """How many threads meet here."""
        return self._parties

    @property
    def n_waiting(self):
        """How many are waiting now."""
        return 0 if self.broken else self._meeting.arrived

    @property
    def broken(self):
        """Is it, until reset()?"""
        return self._meeting.succeeded is False


# --- Threads ---

_active_limbo_lock = RLock()
_active = {}      # ident -> Thread
_limbo = {}       # started, but not yet running
_dangling = set()
_last_number = 0


def _newname(template):
    global _last_number
    _last_number += 1
    return template % _last_number


def _default_name(target):
    suffix = f' ({target.__name__})' if hasattr(target, '__name__') else ''
    return _newname('Thread-%d') + suffix


class Thread:
    """A thread of control: run() in a thread of its own, once start() is called."""

    _initialized = _is_stopped = False
    _ident = _native_id = None
    _tstate_lock = None  # Held until the thread has ended, the system's part of it, too.

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        self._name = str(name) if name else _default_name(target)
        self._target, self._args, self._kwargs = target, args, {} if kwargs is None else kwargs
        self._daemonic = daemon
        if daemon is None:
            self._daemonic = current_thread().daemon
        self._started = Event()
        self._invoke_excepthook = _Mourner(_sys)
        self._initialized = True

    def _check(self, words='Thread.__init__() not called'):
        """A subclass may have forgotten to call __init__()."""
        assert self._initialized, words

    def __repr__(self):
        self._check('Thread.__init__() was not called')
        alive = self.is_alive()
        words = ['stopped' if self._is_stopped else 'started' if alive else 'initial']
        if self._daemonic:
            words.append('daemon')
        if self._ident is not None:
            words.append(str(self._ident))
        return f'<{type(self).__name__}({self._name}, {" ".join(words)})>'

    # --- Its life ---

    def start(self):
        """Let it run. It does so once."""
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('threads can only be started once')
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_new_thread(self._bootstrap, ())
        except Exception:
            with _active_limbo_lock:
                _limbo.pop(self)
            raise
        self._started.wait()

    def run(self):
        """What the thread does: it calls the target, unless a subclass knows better."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # It may refer to the thread itself.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        try:
            self._bootstrap_inner()
        except:
            # A daemon that wakes up when the interpreter is gone has nobody to tell.
            if _sys is not None or not self._daemonic:
                raise

    def _bootstrap_inner(self):
        try:
            self._begin()
            for install, hook in _hooks.items():
                if hook:
                    getattr(_sys, install)(hook)
            try:
                self.run()
            except:
                self._invoke_excepthook(self)
        finally:
            with _active_limbo_lock:
                del _active[self._ident]

    def _begin(self):
        self._become_current()
        self._started.set()
        with _active_limbo_lock:
            _active[self._ident] = _limbo.pop(self)

    def _become_current(self):
        self._ident, self._native_id = get_ident(), get_native_id()
        self._tstate_lock = _set_sentinel()
        self._tstate_lock.acquire()

    def _stop(self):
        assert self._tstate_lock is None or not self._tstate_lock.locked()
        self._is_stopped, self._tstate_lock = True, None

    def join(self, timeout=None):
        """Wait for its end, or for timeout seconds."""
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._started.is_set():
            raise RuntimeError('cannot join thread before it is started')
        if current_thread() is self:
            raise RuntimeError('cannot join current thread')
        self._await_end(True, -1 if timeout is None else max(timeout, 0))

    def _await_end(self, block, timeout):
        lock = self._tstate_lock
        if lock is None:
            return
        try:
            ended = lock.acquire(block, timeout)
        except BaseException:
            # Interrupted with the lock in hand: nobody else would let it go.
            if lock.locked() and self._ident not in _sys._current_frames():
                lock.release()
                self._stop()
            raise
        if ended:
            lock.release()
            self._stop()

    def is_alive(self):
        """Does it run? It does from start() until run() has ended."""
        self._check()
        if self._started.is_set() and not self._is_stopped:
            self._await_end(False, -1)
            return not self._is_stopped
        return False

    # --- What it is called, and whether the program waits for it ---

    @property
    def name(self):
        """For people."""
        self._check()
        return self._name

    @name.setter
    def name(self, name):
        self._check()
        self._name = str(name)
        if self._ident is not None:
            _thread._set_name(self._ident, self._name)

    @property
    def ident(self):
        """Its number, once it is started."""
        self._check()
        return self._ident

    @property
    def native_id(self):
        """Its number in the system, once it is started."""
        self._check()
        return self._native_id

    @property
    def daemon(self):
        """Does it die with the program, instead of being waited for?"""
        self._check()
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        """The attribute daemon."""
        _warn_of('isDaemon', 'get the daemon attribute')
        return self.daemon

    def setDaemon(self, daemonic):
        """Set the attribute daemon."""
        _warn_of('setDaemon', 'set the daemon attribute')
        self.daemon = daemonic

    def getName(self):
        """The attribute name."""
        _warn_of('getName', 'get the name attribute')
        return self.name

    def setName(self, name):
        """Set the attribute name."""
        _warn_of('setName', 'set the name attribute')
        self.name = name


class _Mourner:
    """Tells excepthook of the exception that ends a thread. At the end of the interpreter names may
    be gone: it holds on to those of the thread's birth."""

    def __init__(self, sys):
        self.sys, self.print, self.hook = sys, print, excepthook
        self.stderr, self.sys_hook = sys.stderr, sys.excepthook

    def __call__(self, thread):
        try:
            hook = self.hook if excepthook is None else excepthook
            args = ExceptHookArgs([*self.sys.exc_info(), thread])
            hook(args)
        except Exception as failure:
            failure.__suppress_context__ = True
            self.print('Exception in threading.excepthook:', flush=True,
                       file=self.sys.stderr or self.stderr)
            (self.sys.excepthook or self.sys_hook)(*self.sys.exc_info())


class Timer(Thread):
    """A thread that calls a function after so many seconds, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Don't call it, if there still is time."""
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
            self.finished.set()


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name='MainThread', daemon=False)
        self._become_current()
        self._started.set()
        _active[self._ident] = self


class _DummyThread(Thread):
    """Stands for a thread that was not started through this module. It can't be joined."""

    def __init__(self):
        super().__init__(name=_newname('Dummy-%d'), daemon=True)
        self._ident, self._native_id = get_ident(), get_native_id()
        self._started.set()
        with _active_limbo_lock:
            _active[self._ident] = self

    def is_alive(self):
        return True

    def join(self, timeout=None):
        assert False, 'cannot join a dummy thread'


# --- Who is there ---

def current_thread():
    """The Thread of the caller."""
    thread = _active.get(get_ident())
    return _DummyThread() if thread is None else thread


def currentThread():
    """current_thread()"""
    _warn_of('currentThread', 'use current_thread()')
    return current_thread()


def _everybody():
    return [*_active.values(), *_limbo.values()]


def enumerate():
    """All threads that are alive."""
    with _active_limbo_lock:
        return _everybody()


def active_count():
    """How many threads are alive."""
    return len(enumerate())


def activeCount():
    """active_count()"""
    _warn_of('activeCount', 'use active_count()')
    return active_count()


def main_thread():
    """The thread that the program began with, or that forked it."""
    return _main_thread


# --- The end of the program, and its doubling ---

_last_calls = []
_is_ending = False


def _register_atexit(func, *arg, **kwargs):
    """Call func before non-daemon threads are joined at the end."""
    if _is_ending:
        raise RuntimeError("can't register atexit after shutdown")
    _last_calls.append((func, arg, kwargs))


def _shutdown():
    """Wait for all threads that are no daemons: called by the interpreter when the main thread is
    through."""
    global _is_ending
    if _main_thread._is_stopped:
        return
    _is_ending = True
    for func, args, kwargs in reversed(_last_calls):
        func(*args, **kwargs)
    lock = _main_thread._tstate_lock
    if lock is not None:
        if lock.locked():
            lock.release()
        _main_thread._stop()
    spared = _main_thread, current_thread()
    while awaited := [thread for thread in enumerate()
                      if not thread._daemonic and thread not in spared]:
        for thread in awaited:
            thread._started.wait()
            thread._await_end(True, -1)


_main_thread = _MainThread()
_dangling.add(_main_thread)


def _after_fork():
    """In the child of a fork: only the thread that forked is left, and it is the main thread now."""
    global _active_limbo_lock, _main_thread
    _active_limbo_lock = RLock()
    survivor = _active.get(get_ident())
    if survivor is None:
        survivor = _MainThread()
    for thread in _everybody():
        thread._is_stopped, thread._tstate_lock = True, None
    survivor._is_stopped = False
    survivor._started._at_fork_reinit()
    survivor._become_current()
    _main_thread = survivor
    _limbo.clear()
    _active.clear()
    _active[survivor._ident] = survivor
