"""What locks and queues have in common."""

import collections
import threading

from . import events

_binding = threading.Lock()


class LoopBound:
    """Belongs to the loop where it first had to wait."""

    _loop = None

    def _get_loop(self):
        loop = events.get_running_loop()
        if self._loop is None:
            with _binding:
                if self._loop is None:
                    self._loop = loop
        if loop is not self._loop:
            raise RuntimeError(f'{self!r} is bound to a different event loop')
        return loop


class Waitable(LoopBound):
    """Has a line of tasks that wait, each for a future."""

    def __init__(self):
        self._waiters = collections.deque()

    def _shown(self):
        """How it stands, in a word."""
        raise NotImplementedError

    def __repr__(self):
        waiting = f', waiters:{len(self._waiters)}' if self._waiters else ''
        return f'<{object.__repr__(self)[1:-1]} [{self._shown()}{waiting}]>'

    async def _in_line(self):
        """Wait until somebody sets the future, and leave the line in any case."""
        future = self._get_loop().create_future()
        self._waiters.append(future)
        try:
            return await future
        finally:
            self._waiters.remove(future)

    def _first_waiting(self):
        """The first in the line that nobody has woken or cancelled yet, or None."""
        return next((future for future in self._waiters if not future.done()), None)
