"""Locks and the like, for tasks of one loop. No thread is ever blocked by them."""

import enum

from . import mixins
from .exceptions import BrokenBarrierError, CancelledError

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')


class _Held(mixins.Waitable):
    """Can be held by an `async with` block."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *details):
        self.release()


class Lock(_Held):
    """One task at a time has it. Those who wait get it in their order."""

    def __init__(self):
        super().__init__()
        self._locked = False

    def _shown(self):
        return 'locked' if self._locked else 'unlocked'

    def locked(self):
        return self._locked

    async def acquire(self):
        """Wait until it is free, and have it."""
        if self._locked or (self._waiters and
                            not all(future.cancelled() for future in self._waiters)):
            try:
                await self._in_line()
            except CancelledError:
                if not self._locked:
                    self._wake_up_first()
                raise
        self._locked = True
        return True

    def release(self):
        """Let the next have it."""
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        # Only the first: if it has been woken already, the lock is as good as its own.
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(mixins.Waitable):
    """Something that happens once: those who wait go on, and later ones need not wait."""

    def __init__(self):
        super().__init__()
        self._value = False

    def _shown(self):
        return 'set' if self._value else 'unset'

    def is_set(self):
        return self._value

    def set(self):
        """It has happened."""
        if not self._value:
            self._value = True
            for future in self._waiters:
                if not future.done():
                    future.set_result(True)

    def clear(self):
        """It has not happened."""
        self._value = False

    async def wait(self):
        """Wait until it has happened."""
        return self._value or await self._in_line()


class Condition(_Held):
    """A lock, and a line of those who wait until another says that things have changed."""

    def __init__(self, lock=None):
        super().__init__()
        self._lock = Lock() if lock is None else lock
        self.locked, self.acquire, self.release = \
            self._lock.locked, self._lock.acquire, self._lock.release

    def _shown(self):
        return 'locked' if self.locked() else 'unlocked'

    async def wait(self):
        """Give up the lock, wait to be notified, and take the lock again."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        self.release()
        try:
            return await self._in_line()
        finally:
            cancelled = None
            while True:
                try:
                    await self.acquire()
                    break
                except CancelledError as error:
                    cancelled = error       # The lock comes first.
            if cancelled is not None:
                raise cancelled

    async def wait_for(self, predicate):
        """Wait until predicate() is true: what it is."""
        while not (result := predicate()):
            await self.wait()
        return result

    def notify(self, n=1):
        """Wake n of those who wait: they go on once they have the lock."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        for future in self._waiters:
            if n <= 0:
                break
            if not future.done():
                n -= 1
                future.set_result(True)

    def notify_all(self):
        """Wake all who wait."""
        self.notify(len(self._waiters))


class Semaphore(_Held):
    """So many tasks at a time have it."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        super().__init__()
        self._value = value

    def _shown(self):
        return 'locked' if self.locked() else f'unlocked, value:{self._value}'

    def locked(self):
        """Would acquire() have to wait?"""
        return self._value == 0 or any(not future.cancelled() for future in self._waiters)

    async def acquire(self):
        """Wait until fewer have it, and have it."""
        if not self.locked():
            self._value -= 1
            return True
        future = self._get_loop().create_future()
        self._waiters.append(future)
        try:
            try:
                await future
            finally:
                self._waiters.remove(future)
        except CancelledError:
            if not future.cancelled():      # It had been given already.
                self._value += 1
                self._wake_up_next()
            raise
        if self._value > 0:
            self._wake_up_next()
        return True

    def release(self):
        """Let one more have it."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        future = self._first_waiting()
        if future is not None:
            self._value -= 1
            future.set_result(True)


class BoundedSemaphore(Semaphore):
    """A semaphore that notices when it is released too often."""

    def __init__(self, value=1):
        super().__init__(value)
        self._bound_value = value

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


class _Phase(enum.Enum):
    FILLING = 'filling'
    DRAINING = 'draining'
    RESETTING = 'resetting'
    BROKEN = 'broken'


class Barrier(mixins.LoopBound):
    """Tasks wait here until there are so many of them; then all go on."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._changed = Condition()
        self._parties, self._count, self._phase = parties, 0, _Phase.FILLING

    def __repr__(self):
        waiting = '' if self.broken else f', waiters:{self.n_waiting}/{self._parties}'
        return f'<{object.__repr__(self)[1:-1]} [{self._phase.value}{waiting}]>'

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *details):
        pass

    async def wait(self):
        """Wait for the others. Each is told another number, from 0."""
        async with self._changed:
            # Those of the last round leave first.
            await self._changed.wait_for(
                lambda: self._phase not in (_Phase.DRAINING, _Phase.RESETTING))
            self._check_whole()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._phase = _Phase.DRAINING
                    self._changed.notify_all()
                else:
                    await self._changed.wait_for(lambda: self._phase is not _Phase.FILLING)
                    if self._phase in (_Phase.BROKEN, _Phase.RESETTING):
                        raise BrokenBarrierError('Abort or reset of barrier')
                return index
            finally:
                self._count -= 1
                if self._count == 0:
                    if self._phase in (_Phase.RESETTING, _Phase.DRAINING):
                        self._phase = _Phase.FILLING
                    self._changed.notify_all()

    def _check_whole(self):
        if self.broken:
            raise BrokenBarrierError('Barrier aborted')

    async def reset(self):
        """Send those who wait away with BrokenBarrierError, and begin anew."""
        async with self._changed:
            if self._count > 0:
                if self._phase is not _Phase.RESETTING:
                    self._phase = _Phase.RESETTING
            else:
                self._phase = _Phase.FILLING
            self._changed.notify_all()

    async def abort(self):
        """Send everybody away with BrokenBarrierError, from now on."""
        async with self._changed:
            self._phase = _Phase.BROKEN
            self._changed.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._phase is _Phase.FILLING else 0

    @property
    def broken(self):
        return self._phase is _Phase.BROKEN
