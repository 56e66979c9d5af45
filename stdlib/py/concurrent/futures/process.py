"""An executor of processes.

A thread of this process, the manager, hands calls to workers and their outcomes to futures. Each
worker has a connection of its own. When a worker ends that was not told to, nothing can be known of
what it was doing: all that is unfinished fails with BrokenProcessPool, and the executor is of no more use.
"""

import collections
import functools
import itertools
import multiprocessing as mp
import os
import pickle
import sys
import threading
import traceback
import weakref
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler

from concurrent.futures import _base

# Calls that a worker has been handed: the one it makes, and the next.
EXTRA_QUEUED_CALLS = 1
_SMALL = 4096   # What a connection has room for, while the worker does not read.
_MAX_WINDOWS_WORKERS = 63


def _check_system_limits():
    """CPython refuses here where there are no named semaphores: none are needed."""


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker ended while calls were being made."""


# --- Errors that travel ---

class _RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class _ExceptionWithTraceback:
    """An exception, and the text of where it was raised in the worker."""

    def __init__(self, exc, tb):
        text = ''.join(traceback.format_exception(type(exc), exc, tb))
        exc.__traceback__ = None
        self.exc, self.tb = exc, f'\n"""\n{text}"""'

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


# --- In the worker ---

def _process_worker(connection, initializer, initargs, max_tasks=None):
    """A worker's life: calls, until it is told None or has made its share."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._complain('Exception in initializer:', level=50)
            return     # The parent will notice.
    made = 0
    while max_tasks is None or made < max_tasks:
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        call = pickle.loads(data)
        if call is None:
            return
        try:
            outcome = True, call[0](*call[1], **call[2])
        except BaseException as error:
            outcome = False, _ExceptionWithTraceback(error, error.__traceback__)
        _send_outcome(connection, outcome)
        data = call = outcome = None
        made += 1


def _send_outcome(connection, outcome):
    try:
        connection.send(outcome)
    except BrokenPipeError:
        sys.exit(1)
    except BaseException as error:
        connection.send((False, _ExceptionWithTraceback(error, error.__traceback__)))


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


# --- In the parent ---

class _Worker:
    """A process, the connection to it, and the calls it has not answered."""

    def __init__(self, executor):
        self.connection, theirs = executor._mp_context.Pipe()
        self.items = collections.deque()
        self.left = executor._max_tasks_per_child
        self.process = executor._mp_context.Process(
            target=_process_worker, args=(theirs, executor._initializer, executor._initargs,
                                          executor._max_tasks_per_child))
        try:
            self.process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def has_room(self):
        return len(self.items) <= EXTRA_QUEUED_CALLS and self.left != 0


class _WorkItem:
    """A call and its future. It is pickled when its turn comes."""

    __slots__ = 'future', 'call', 'data', 'error'

    def __init__(self, future, call):
        self.future, self.call = future, call
        self.data, self.error = b'', None

    def prepare(self):
        if self.call is None:
            return
        try:
            self.data = ForkingPickler.dumps(self.call)
        except BaseException as error:
            self.error = error
        self.call = None


class _State:
    """What the executor and its manager share, under `lock`. The manager holds no reference to the
    executor, so that a forgotten one can end."""

    def __init__(self):
        self.lock = threading.Lock()
        self.waiting = collections.deque()
        self.workers = {}           # by process id
        self.idle = 0               # results that came, and no call since
        self.broken = None          # why
        self.shutdown = self.cancels = self.kills = False
        self.reads, self.writes = os.pipe()

    def wake(self):
        if self.writes is not None:
            os.write(self.writes, b'!')


def _manage(state):
    """The manager's life."""
    while True:
        with state.lock:
            _hand_out(state)
            if state.broken or (state.shutdown and not state.waiting
                                and not any(one.items for one in state.workers.values())):
                break
            workers = list(state.workers.values())
        ready = wait([state.reads, *(one.connection for one in workers),
                      *(one.process.sentinel for one in workers)])
        if state.reads in ready:
            os.read(state.reads, 512)
        for one in workers:
            if one.connection in ready:
                _collect(state, one)
            elif one.process.sentinel in ready:
                _lost(state, one)
    _say_goodbye(state)


def _hand_out(state):
    """Calls to workers that have room: first to those that have none. With the lock held."""
    if state.cancels:
        while state.waiting:
            item = state.waiting.popleft()
            if item.future.cancel():
                item.future.set_running_or_notify_cancel()
    for depth in range(EXTRA_QUEUED_CALLS + 1):
        for one in list(state.workers.values()):
            while state.waiting and len(one.items) == depth and one.left != 0:
                item = state.waiting[0]
                item.prepare()
                if depth and len(item.data) > _SMALL:
                    return      # Only a worker that waits reads at once.
                state.waiting.popleft()
                if item.future.set_running_or_notify_cancel():
                    _give(one, item)


def _give(one, item):
    if item.error is not None:
        item.future.set_exception(item.error)
        return
    try:
        one.connection.send_bytes(item.data)
    except OSError:
        pass    # It has died: that will be noticed.
    item.data = b''
    one.items.append(item)
    if one.left is not None:
        one.left -= 1


def _collect(state, one):
    try:
        success, value = one.connection.recv()
    except (EOFError, OSError):
        _lost(state, one)
        return
    except BaseException:
        _break(state, _RemoteTraceback(f"\n'''\n{traceback.format_exc()}'''"))
        return
    with state.lock:
        item = one.items.popleft() if one.items else None
        state.idle += 1
        _hand_out(state)
    if item is None:
        return
    if success:
        item.future.set_result(value)
    else:
        item.future.set_exception(value)


def _lost(state, one):
    """A worker has ended: as it should, having made its share, or not."""
    one.process.join()
    with state.lock:
        if state.workers.pop(one.process.pid, None) is None:
            return
        one.connection.close()
        if one.left == 0 and not one.items:
            if state.waiting or not state.shutdown:
                state.respawn()
            return
        state.waiting.extendleft(reversed(one.items))
    _break(state)


def _break(state, cause=None):
    """All that is unfinished fails, and the workers end."""
    with state.lock:
        state.broken = ('A child process terminated abruptly, the process pool is not usable '
                        'anymore')
        items = []
        for one in state.workers.values():
            items += one.items
            one.items.clear()
            one.process.terminate()
        items += state.waiting
        state.waiting.clear()
    for item in items:
        error = BrokenProcessPool('A process in the process pool was terminated abruptly while '
                                  'the future was running or pending.')
        error.__cause__ = cause
        try:
            item.future.set_exception(error)
        except _base.InvalidStateError:
            pass    # Cancelled.


def _say_goodbye(state):
    for one in state.workers.values():
        try:
            one.connection.send(None)
        except OSError:
            pass
    for one in state.workers.values():
        one.process.join()
        one.connection.close()
    with state.lock:
        os.close(state.reads)
        os.close(state.writes)
        state.reads = state.writes = None


# --- The end of the program: calls that were asked for are made ---

_managers = weakref.WeakKeyDictionary()     # thread: state
_global_shutdown = False


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    for thread, state in list(_managers.items()):
        with state.lock:
            state.shutdown = True
            state.wake()
        thread.join()


threading._register_atexit(_python_exit)
os.register_at_fork(after_in_child=_managers.clear)


class ProcessPoolExecutor(_base.Executor):
    """Makes calls in processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        if mp_context is None:
            mp_context = mp.get_context('spawn' if max_tasks_per_child is not None else None)
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
            if mp_context.get_start_method(allow_none=False) == 'fork':
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' "
                                 'multiprocessing start method; supply a different mp_context.')
        self._max_workers = max_workers
        self._mp_context = mp_context
        self._initializer, self._initargs = initializer, initargs
        self._max_tasks_per_child = max_tasks_per_child
        self._executor_manager_thread = None
        self._shutdown_thread = False
        self._state = _State()
        self._state.respawn = functools.partial(_respawn, weakref.ref(self))
        self._finalizer = weakref.finalize(self, _forgotten, self._state)
        self._finalizer.atexit = False

    @property
    def _processes(self):
        return {pid: one.process for pid, one in self._state.workers.items()}

    @property
    def _broken(self):
        return self._state.broken or False

    def submit(self, fn, /, *args, **kwargs):
        state = self._state
        with state.lock:
            if state.broken:
                raise BrokenProcessPool(state.broken)
            if state.shutdown and not _global_shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            self._start_workers()
            state.waiting.append(_WorkItem(future, (fn, args, kwargs)))
            _hand_out(state)
            state.wake()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _start_workers(self):
        """Forked ones all at the first call, for forks should come before threads; others when a
        call finds nobody idle."""
        state = self._state
        if self._mp_context.get_start_method(allow_none=False) != 'fork':
            if state.idle > 0:
                state.idle -= 1
            elif len(state.workers) < self._max_workers:
                self._add_worker()
        elif self._executor_manager_thread is None:
            while len(state.workers) < self._max_workers:
                self._add_worker()
        if self._executor_manager_thread is None:
            self._start_manager()

    def _start_manager(self):
        state = self._state
        thread = threading.Thread(target=_manage, args=(state,), name='ExecutorManagerThread',
                                  daemon=True)
        thread.start()
        _managers[thread] = state
        self._executor_manager_thread = thread

    def _add_worker(self):
        one = _Worker(self)
        self._state.workers[one.process.pid] = one

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """fn(*items) for all, `chunksize` at a time: an iterator of the results, in their order."""
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        chunks = _chunks(zip(*iterables), chunksize)
        results = super().map(functools.partial(_process_chunk, fn), chunks, timeout=timeout)
        return _chain_and_forget(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        state = self._state
        with state.lock:
            state.shutdown = True
            state.cancels = state.cancels or cancel_futures
            self._shutdown_thread = True
            state.wake()
        thread = self._executor_manager_thread
        if thread is not None:
            if wait:
                thread.join()
        elif state.reads is not None:
            _say_goodbye(state)

    shutdown.__doc__ = _base.Executor.shutdown.__doc__


def _respawn(executor_reference):
    executor = executor_reference()
    if executor is not None:
        executor._add_worker()


def _forgotten(state):
    """The executor is gone: what was asked for is still done."""
    with state.lock:
        state.shutdown = True
        state.wake()


def _chunks(iterable, size):
    while chunk := tuple(itertools.islice(iterable, size)):
        yield chunk


def _chain_and_forget(lists):
    """The items of lists, with no reference of ours to those that were given out."""
    for items in lists:
        items.reverse()
        while items:
            yield items.pop()
