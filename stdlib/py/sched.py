"""Calling functions at given times, in one thread."""

import heapq
import threading
import time
from collections import namedtuple
from itertools import count

__all__ = ['scheduler']

_FIELDS = 'time priority sequence action argument kwargs'


class Event(namedtuple('Event', _FIELDS)):
    """Something to be done: the earlier first, then the lower priority, then the older one."""

    __slots__ = ()


class scheduler:
    """Does what is entered when its time has come: while run() is being called."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self.timefunc, self.delayfunc = timefunc, delayfunc
        self._queue = []
        self._lock = threading.RLock()
        self._sequence = count()

    def enterabs(self, time, priority, action, argument=(), kwargs={}):
        """Have it done at that time. The event that is returned can be cancelled."""
        with self._lock:
            event = Event(time, priority, next(self._sequence), action, argument, dict(kwargs))
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs={}):
        """Have it done after a while."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Do not do it; ValueError if it is done already."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        """Is there nothing to do?"""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Do everything in its time. Without blocking: what is due now, and return how long it is
        until the next."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                wait = event.time - self.timefunc()
                if wait <= 0:
                    heapq.heappop(self._queue)
            if wait > 0:
                if not blocking:
                    return wait
                self.delayfunc(wait)
            else:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)       # Let other threads run.

    @property
    def queue(self):
        """What is to be done, in its order."""
        with self._lock:
            return sorted(self._queue)
