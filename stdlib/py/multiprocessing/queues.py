"""Queues between processes.

A Queue is a pipe with a lock at each end. put() leaves the object with a thread that feeds it into
the pipe, so that it never waits for a reader; the thread is started by the first put.
"""

import collections
import os
import pickle
import threading
import time
import weakref
from queue import Empty, Full
from _multiprocessing import send
from _pickle import _dumps_by

from . import connection, context
from .util import Finalize, debug, info, is_exiting, register_after_fork

__all__ = ['JoinableQueue', 'Queue', 'SimpleQueue']

_loads = pickle.loads
_END = object()


class Queue:
    """A queue for any number of processes that put and get."""

    def __init__(self, maxsize=0, *, ctx):
        from .synchronize import SEM_VALUE_MAX
        self._maxsize = maxsize if maxsize > 0 else SEM_VALUE_MAX
        self._reader, self._writer = connection.Pipe(False)
        self._rlock, self._wlock = ctx.Lock(), ctx.Lock()
        self._sem = ctx.BoundedSemaphore(self._maxsize)     # how much room there is
        self._opid, self._ignore_epipe = os.getpid(), False
        self._reset()
        register_after_fork(self, type(self)._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock,
                self._wlock, self._sem, self._opid)

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock,
         self._sem, self._opid) = state
        self._reset()

    def _after_fork(self):
        debug('Queue._after_fork()')
        self._reset()

    def _reset(self):
        self._buffer, self._notempty = collections.deque(), threading.Condition(threading.Lock())
        self._thread = self._jointhread = self._close = None
        self._joincancelled = self._closed = False

    def _check_open(self):
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')

    def put(self, obj, block=True, timeout=None):
        """Put an object in. Without room, wait for it as long as block and timeout (in seconds)
        allow, then Full."""
        self._take_room(block, timeout)
        with self._notempty:
            self._to_feeder(obj)

    def _take_room(self, block, timeout):
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full

    def _to_feeder(self, obj):
        if self._thread is None:
            self._start_thread()
        self._buffer.append(obj)
        self._notempty.notify()

    def get(self, block=True, timeout=None):
        self._check_open()
        if block and timeout is None:
            with self._rlock:
                data = self._reader.recv_bytes()
        else:
            data = self._receive_within(timeout if block else 0.0)
        self._sem.release()
        return _loads(data)

    def _receive_within(self, timeout):
        """Both the lock and the data have to come in time."""
        deadline = time.monotonic() + timeout
        got_lock = self._rlock.acquire(timeout > 0, timeout)
        try:
            if not got_lock or not self._reader.poll(max(0.0, deadline - time.monotonic())):
                raise Empty
            return self._reader.recv_bytes()
        finally:
            if got_lock:
                self._rlock.release()

    def qsize(self):
        room = self._sem._semlock._get_value()
        return self._maxsize - room

    def empty(self):
        return not self._reader.poll(0)

    def full(self):
        return self._maxsize == self.qsize()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def close(self):
        """This process will put nothing more in."""
        self._closed = True
        close, self._close = self._close, None
        if close is not None:
            close()

    def join_thread(self):
        """Wait until all that was put is in the pipe."""
        debug('Queue.join_thread()')
        assert self._closed, f'Queue {self!r} not closed'
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """The process may end before all that was put is in the pipe."""
        debug('Queue.cancel_join_thread()')
        self._joincancelled = True
        if self._jointhread is not None:
            self._jointhread.cancel()

    # --- The feeding thread ---

    def _start_thread(self):
        self._buffer.clear()
        self._thread = threading.Thread(target=self._feed, name='QueueFeederThread', daemon=True,
                                        args=(self._buffer, self._notempty, self._wlock,
                                              self._writer, self._sem, self._ignore_epipe,
                                              self._on_queue_feeder_error))
        self._thread.start()
        if not self._joincancelled:
            self._jointhread = Finalize(self._thread, Queue._finalize_join,
                                        [weakref.ref(self._thread)], exitpriority=-5)
        self._close = Finalize(self, Queue._finalize_close, [self._buffer, self._notempty],
                               exitpriority=10)

    @staticmethod
    def _finalize_join(thread):
        thread = thread()
        if thread is not None:
            thread.join()

    @staticmethod
    def _finalize_close(buffer, notempty):
        with notempty:
            buffer.append(_END)
            notempty.notify()

    @staticmethod
    def _feed(buffer, notempty, wlock, writer, sem, ignore_epipe, failed):
        """The thread's life. It does not hold the queue: one that is forgotten ends."""
        reducers = connection._reducers
        while True:
            obj = None
            try:
                with notempty:
                    while not buffer:
                        notempty.wait()
                    obj = buffer.popleft()
                if obj is _END:
                    debug('feeder thread got sentinel -- exiting')
                    writer.close()
                    return
                data = _dumps_by(obj, reducers)
                obj = None
                with wlock:
                    send(writer._handle, data)
                del data
            except Exception as error:
                if ignore_epipe and isinstance(error, BrokenPipeError):
                    return
                if is_exiting():
                    info('error in queue thread: %s', error)
                    return
                sem.release()
                failed(error, obj)

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """What can't be pickled is told of, and dropped."""
        import traceback
        traceback.print_exc()


class JoinableQueue(Queue):
    """A queue that knows how many of its items are still worked on."""

    def __init__(self, maxsize=0, *, ctx):
        super().__init__(maxsize, ctx=ctx)
        self._cond, self._unfinished_tasks = ctx.Condition(), ctx.Semaphore(0)

    def __getstate__(self):
        return super().__getstate__(), self._cond, self._unfinished_tasks

    def __setstate__(self, state):
        of_queue, self._cond, self._unfinished_tasks = state
        super().__setstate__(of_queue)

    def _all_done(self):
        return self._unfinished_tasks._semlock._is_zero()

    def put(self, obj, block=True, timeout=None):
        """As Queue.put(); and it is a task more."""
        self._take_room(block, timeout)
        with self._notempty, self._cond:
            self._to_feeder(obj)
            self._unfinished_tasks.release()

    def task_done(self):
        """To be called once for each item that was got, when all is done that it was put for."""
        with self._cond:
            if not self._unfinished_tasks.acquire(block=False):
                raise ValueError('task_done() called too many times')
            if self._all_done():
                self._cond.notify_all()

    def join(self):
        """Wait until task_done() was called for every item that was put."""
        with self._cond:
            if not self._all_done():
                self._cond.wait()


class SimpleQueue:
    """A pipe with a lock at each end: put() may wait for a reader."""

    def __init__(self, *, ctx):
        self._reader, self._writer = connection.Pipe(False)
        self._rlock, self._wlock = ctx.Lock(), ctx.Lock()

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._reader.poll(0)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state

    def get(self):
        with self._rlock:
            data = self._reader.recv_bytes()
        return _loads(data)

    def put(self, obj):
        data = _dumps_by(obj, connection._reducers)
        with self._wlock:
            self._writer.send_bytes(data)

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)
