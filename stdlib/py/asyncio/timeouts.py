"""Time limits for blocks of code."""

import enum

from . import events, tasks
from .exceptions import CancelledError

__all__ = ('Timeout', 'timeout', 'timeout_at')


class _State(enum.Enum):
    CREATED, ENTERED = 'created', 'active'
    EXPIRING, EXPIRED = 'expiring', 'expired'
    EXITED = 'finished'


class Timeout:
    """What is awaited in the block is cancelled when the time has come, and TimeoutError is raised
    where the block ends."""

    def __init__(self, when):
        self._state, self._when = _State.CREATED, when
        self._task = self._timer = None

    def __repr__(self):
        parts = [f'[{self._state.value}]']
        if self._state is _State.ENTERED:
            parts.append(f'when={None if self._when is None else round(self._when, 3)}')
        return f'<Timeout {" ".join(parts)}>'

    def when(self):
        """The time of the loop's clock, or None."""
        return self._when

    def reschedule(self, when):
        """Let it be another time, or never."""
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state.value} Timeout')
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if when is not None:
            loop = events.get_running_loop()
            if when <= loop.time():
                self._timer = loop.call_soon(self._expire)
            else:
                self._timer = loop.call_at(when, self._expire)

    def expired(self):
        """Was the time over before the block was?"""
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def _expire(self):
        self._task.cancel()
        self._state = _State.EXPIRING
        self._timer = None      # It holds this object that holds it.

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError('Timeout has already been entered')
        self._task = tasks.current_task()
        if self._task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _State.ENTERED
        self._cancelling = self._task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, error, trace):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state is _State.EXPIRING:
            self._state = _State.EXPIRED
            if self._task.uncancel() <= self._cancelling and kind is CancelledError:
                # Nobody else asked for it.
                raise TimeoutError from error
        elif self._state is _State.ENTERED:
            self._state = _State.EXITED


def timeout(delay):
    """A limit of so many seconds for an `async with` block; None is no limit."""
    return Timeout(None if delay is None else events.get_running_loop().time() + delay)


def timeout_at(when):
    """A limit for an `async with` block: a time of the loop's clock."""
    return Timeout(when)
