"""Queues that threads share: first in first out, last in first out, by priority, and a simple one."""

import heapq
import threading
from types import GenericAlias as _GenericAlias

from _collections import deque as _deque

__all__ = ['Empty', 'Full', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


try:
    from _queue import Empty, SimpleQueue
except ImportError:  # A test wants to do without it.
    SimpleQueue = None

    class Empty(Exception):
        """There is nothing to get."""


class Full(Exception):
    """There is no room for another item."""


def _check_timeout(block, timeout):
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class _Hurried:
    """For those who don't wait."""

    def put_nowait(self, item):
        """As put(), but Full at once when there is no room."""
        return self.put(item, False)

    def get_nowait(self):
        """As get(), but Empty at once when there is nothing."""
        return self.get(False)

    __class_getitem__ = classmethod(_GenericAlias)


class Queue(_Hurried):
    """A queue of at most maxsize items, or of any number if that is 0 or less.

    One lock, mutex, guards it, and there are three things to wait for: an item, room, and that all
    that was put has been worked through."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.mutex = threading.Lock()
        for wish in 'not_empty', 'not_full', 'all_tasks_done':
            setattr(self, wish, threading.Condition(self.mutex))
        self._init(maxsize)

    # What subclasses override:

    def _init(self, maxsize):
        self.queue = _deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    # --- In and out ---

    def _has_room(self):
        return not 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Put an item into the queue. Without room, wait for it as long as block and timeout (in
        seconds) allow, then Full."""
        with self.not_full:
            if self.maxsize > 0:
                _check_timeout(block, timeout)
                if not self._has_room():
                    if not block or not self.not_full.wait_for(self._has_room, timeout):
                        raise Full
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Take an item out of the queue. Without one, wait for it as long as block and timeout (in
        seconds) allow, then Empty."""
        with self.not_empty:
            _check_timeout(block, timeout)
            if not self._qsize():
                if not block or not self.not_empty.wait_for(self._qsize, timeout):
                    raise Empty
            item = self._get()
            self.not_full.notify()
        return item

    # --- Work that is done ---

    def task_done(self):
        """To be called once for each item that was got, when all is done that it was put for."""
        with self.mutex:
            if self.unfinished_tasks <= 0:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks -= 1
            if self.unfinished_tasks == 0:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until task_done() was called for every item that was put."""
        with self.mutex:
            self.all_tasks_done.wait_for(lambda: self.unfinished_tasks == 0)

    # --- Answers that may be wrong a moment later ---

    def qsize(self):
        """How many items there are now."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Is nothing in it now?"""
        return self.qsize() == 0

    def full(self):
        """Is there no room now?"""
        with self.mutex:
            return not self._has_room()


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    """The item put last comes out first."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class _PySimpleQueue(_Hurried):
    """What SimpleQueue is, in Python, but not to be called from destructors."""

    def __init__(self):
        self._items = _deque()
        self._available = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Put an item into the queue, which always has room: the other arguments mean nothing."""
        self._items.append(item)
        self._available.release()

    def get(self, block=True, timeout=None):
        """Take an item out of the queue; Empty if there is none, or none in time."""
        _check_timeout(True, timeout)
        if self._available.acquire(block, timeout if block else None):
            return self._items.popleft()
        raise Empty

    def qsize(self):
        """How many items there are now."""
        return len(self._items)

    def empty(self):
        """Is nothing in it now?"""
        return not self._items


if SimpleQueue is None:
    SimpleQueue = _PySimpleQueue
