"""Locks for processes: as in threading, on semaphores in memory that processes share."""

import errno
import os
import threading
import time

import _multiprocessing

from . import context, process, util
from .heap import Block

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier']

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = _multiprocessing.SEM_VALUE_MAX


class SemLock:
    """What all of them are made of: a semaphore, or a lock with an owner."""

    def __init__(self, kind, value, maxvalue, *, ctx=None):
        if value < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._make(Block(_multiprocessing.LOCK_SIZE), kind, value, maxvalue)

    def _make(self, block, kind, value, maxvalue):
        self._block = block
        self._semlock = _multiprocessing.SemLock(kind, value, maxvalue, block.memory, block.offset)
        self.acquire, self.release = self._semlock.acquire, self._semlock.release
        util.register_after_fork(self, _forget_holder)

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._block, self._semlock.kind, -1, self._semlock.maxvalue

    def __setstate__(self, state):
        self._make(*state)

    def _holder(self):
        """The process and thread that hold it, as repr() shows them."""
        if self._semlock._is_mine():
            name = process.current_process().name
            thread = threading.current_thread().name
            return name if thread == 'MainThread' else f'{name}|{thread}'
        if not self._semlock._is_zero():
            return 'None'
        return 'SomeOtherThread' if self._semlock._count() > 0 else 'SomeOtherProcess'

    def _guess(self, describe):
        try:
            return describe()
        except Exception:
            return 'unknown'


def _forget_holder(lock):
    lock._semlock._after_fork()


class Semaphore(SemLock):
    def __init__(self, value=1, *, ctx=None):
        super().__init__(SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        return self._semlock._get_value()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._guess(self.get_value)})>'


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return (f'<{type(self).__name__}(value={self._guess(self.get_value)}, '
                f'maxvalue={self._semlock.maxvalue})>')


class Lock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__(SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return f'<{type(self).__name__}(owner={self._guess(self._holder)})>'


class RLock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__(RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        holder = self._guess(self._holder)
        count = self._semlock._count() if self._semlock._is_mine() else \
            0 if holder == 'None' else 'nonzero'
        return f'<{type(self).__name__}({holder}, {count})>'


class Condition:
    """Wait until another process says that something has changed.

    A waiter counts itself in `_sleeping_count`, lets the lock go, and sleeps on `_wait_semaphore`; when it is awake
    it counts itself in `_woken_count`. The difference is who sleeps."""

    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock(ctx=ctx)
        self._sleeping_count = Semaphore(0, ctx=ctx)
        self._woken_count = Semaphore(0, ctx=ctx)
        self._wait_semaphore = Semaphore(0, ctx=ctx)
        self._share_methods()

    def _share_methods(self):
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._share_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        try:
            waiting = self._sleeping_count.get_value() - self._woken_count.get_value()
        except Exception:
            waiting = 'unknown'
        return f'<{type(self).__name__}({self._lock}, {waiting})>'

    def wait(self, timeout=None):
        assert self._lock._semlock._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        count = self._lock._semlock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), \
            'notify: Should not have been able to acquire + _wait_semaphore'
        # Those whose timeout came have counted themselves in both.
        while self._woken_count.acquire(False):
            assert self._sleeping_count.acquire(False), 'notify: Bug in sleeping_count.acquire'
        called = 0
        while called < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            called += 1
        for _ in range(called):
            self._woken_count.acquire()
        if called:
            # Some may have timed out just now and not taken their call: it is not for others.
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        self.notify(n=SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        deadline = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class Event:
    """A flag to wait for."""

    def __init__(self, *, ctx=None):
        self._cond = Condition(Lock(ctx=ctx), ctx=ctx)
        self._flag = Semaphore(0, ctx=ctx)

    def _look(self):
        """Is it set? The lock is held."""
        if self._flag.acquire(False):
            self._flag.release()
            return True
        return False

    def is_set(self):
        with self._cond:
            return self._look()

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if not self._look():
                self._cond.wait(timeout)
            return self._look()

    def __repr__(self):
        return (f'<{type(self).__qualname__} at {id(self):#x} '
                f'{"set" if self.is_set() else "unset"}>')


_GATHERING, _LEAVING, _RESETTING, _BROKEN = range(4)


class Barrier(threading.Barrier):
    """A meeting point of processes. They share two numbers: how many are in it, and how it stands.

    The next meeting gathers when all have left the last one, for nobody keeps the outcomes of old ones."""

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        self.__setstate__((parties, action, timeout, Block(8), Condition(ctx=ctx)))
        self._inside, self._numbers[1] = 0, _GATHERING

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._block, self._cond = state
        self._numbers = self._block.view().cast('i')

    def __getstate__(self):
        return self._parties, self._action, self._timeout, self._block, self._cond

    @property
    def _inside(self):
        return self._numbers[0]

    @_inside.setter
    def _inside(self, value):
        self._numbers[0] = value

    @property
    def _stand(self):
        return self._numbers[1]

    def _change(self, stand):
        self._numbers[1] = stand
        self._cond.notify_all()

    def wait(self, timeout=None):
        with self._cond:
            self._cond.wait_for(lambda: self._stand in (_GATHERING, _BROKEN))
            if self.broken:
                raise threading.BrokenBarrierError
            number = self._inside
            self._inside += 1
            try:
                self._meet(number + 1 == self._parties, self._timeout if timeout is None else timeout)
            finally:
                self._inside -= 1
                if self._inside == 0 and not self.broken:
                    self._change(_GATHERING)
            return number

    def _meet(self, is_last, timeout):
        """Wait for the others, or let them go."""
        if is_last:
            self._act()
            self._change(_LEAVING)
        elif not self._cond.wait_for(lambda: self._stand != _GATHERING, timeout):
            self._change(_BROKEN)
        if self._stand != _LEAVING:
            raise threading.BrokenBarrierError

    def _act(self):
        try:
            if self._action:
                self._action()
        except BaseException:
            self._change(_BROKEN)
            raise

    def abort(self):
        with self._cond:
            self._change(_BROKEN)

    def reset(self):
        with self._cond:
            if self._inside == 0:
                self._change(_GATHERING)
            elif self._stand != _LEAVING:
                self._change(_RESETTING)

    @property
    def n_waiting(self):
        return self._inside if self._stand == _GATHERING else 0

    @property
    def broken(self):
        return self._stand == _BROKEN
