"""Queues between tasks of one loop: first in first out, last in first out, and by priority."""

import collections
import heapq
from types import GenericAlias

from . import mixins
from .locks import Event

__all__ = ('Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty')


class QueueEmpty(Exception):
    """There is nothing to get."""


class QueueFull(Exception):
    """There is no room for another item."""


def _wake_next(waiters):
    while waiters:
        future = waiters.popleft()
        if not future.done():
            future.set_result(None)
            break


class Queue(mixins.LoopBound):
    """A queue of at most maxsize items, or of any number if that is 0 or less."""

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters, self._putters = collections.deque(), collections.deque()
        self._unfinished_tasks = 0
        self._finished = Event()
        self._finished.set()
        self._init(maxsize)

    # What subclasses override:

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    # --- How it looks ---

    def _shown(self):
        parts = [f'maxsize={self._maxsize!r}']
        if getattr(self, '_queue', None):
            parts.append(f'_queue={list(self._queue)!r}')
        if self._getters:
            parts.append(f'_getters[{len(self._getters)}]')
        if self._putters:
            parts.append(f'_putters[{len(self._putters)}]')
        if self._unfinished_tasks:
            parts.append(f'tasks={self._unfinished_tasks}')
        return ' '.join(parts)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {self._shown()}>'

    def __str__(self):
        return f'<{type(self).__name__} {self._shown()}>'

    __class_getitem__ = classmethod(GenericAlias)

    @property
    def maxsize(self):
        """How many items there is room for."""
        return self._maxsize

    def qsize(self):
        """How many items there are."""
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    # --- In and out ---

    async def _wait_while(self, condition, waiters):
        """Wait in a line while condition() is true."""
        while condition():
            future = self._get_loop().create_future()
            waiters.append(future)
            try:
                await future
            except:
                future.cancel()     # It may not have been cancelled, but an error raised here.
                try:
                    waiters.remove(future)
                except ValueError:
                    pass            # It was woken.
                if not condition() and not future.cancelled():
                    _wake_next(waiters)     # Another may go in its place.
                raise

    async def put(self, item):
        """Put an item into the queue, after waiting for room."""
        await self._wait_while(self.full, self._putters)
        return self.put_nowait(item)

    def put_nowait(self, item):
        """Put an item into the queue, or QueueFull."""
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        _wake_next(self._getters)

    async def get(self):
        """Take an item out of the queue, after waiting for one."""
        await self._wait_while(self.empty, self._getters)
        return self.get_nowait()

    def get_nowait(self):
        """Take an item out of the queue, or QueueEmpty."""
        if self.empty():
            raise QueueEmpty
        item = self._get()
        _wake_next(self._putters)
        return item

    # --- Work that is done ---

    def task_done(self):
        """To be called once for each item that was got, when all is done that it was put for."""
        if self._unfinished_tasks <= 0:
            raise ValueError('task_done() called too many times')
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        """Wait until task_done() was called for every item that was put."""
        if self._unfinished_tasks > 0:
            await self._finished.wait()


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """The item put last comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()
