"""An executor of threads."""

import itertools
import os
import threading
import types
import weakref
from queue import Empty, SimpleQueue

from . import _base


class BrokenThreadPool(_base.BrokenExecutor):
    """An initializer failed."""


class _WorkItem:
    """A call, and the future that its outcome goes into."""

    def __init__(self, future, fn, args, kwargs):
        self.future, self.fn, self.args, self.kwargs = future, fn, args, kwargs

    def run(self):
        future = self.future
        if future.set_running_or_notify_cancel():
            try:
                outcome = self.fn(*self.args, **self.kwargs)
            except BaseException as error:
                future.set_exception(error)
                self = future = None    # The traceback holds this frame.
            else:
                future.set_result(outcome)

    __class_getitem__ = classmethod(types.GenericAlias)


# --- The end of the program: threads that have work finish it ---

_threads_queues = weakref.WeakKeyDictionary()
_shutdown = False
_global_shutdown_lock = _end_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _end_lock:
        _shutdown = True
    working = dict(_threads_queues)
    for work in working.values():
        work.put(None)
    for thread in working:
        thread.join()


threading._register_atexit(_python_exit)

# A fork must not come while the lock is held: the child could never take it.
os.register_at_fork(before=_end_lock.acquire, after_in_parent=_end_lock.release,
                    after_in_child=_end_lock._at_fork_reinit)


# --- A thread's life ---

# Only the executor's user may keep it alive. So a thread has its queue and a weak reference, and
# none of these functions holds the executor while it waits.

def _begin(reference, initializer, initargs):
    """Call the initializer: may the thread go on?"""
    if initializer is None:
        return True
    try:
        initializer(*initargs)
        return True
    except BaseException:
        _base._complain('Exception in initializer:', level=50)
    pool = reference()
    if pool is not None:
        pool._initializer_failed()
    return False


def _next(reference, work):
    """The next call, or None, which is only to wake the thread."""
    try:
        return work.get_nowait()
    except Empty:
        # Nothing to do: another thread need not be started for the next call.
        pool = reference()
        if pool is not None:
            pool._idle_semaphore.release()
        del pool
        return work.get()


def _is_over(reference):
    pool = reference()
    if pool is None:
        return True
    pool._shutdown = pool._shutdown or _shutdown
    return pool._shutdown


def _worker(reference, work, initializer, initargs):
    """Calls, until the executor is gone or shut down and nothing is left."""
    if not _begin(reference, initializer, initargs):
        return
    while True:
        item = _next(reference, work)
        if item is not None:
            item.run()
            del item
        elif _is_over(reference):
            work.put(None)  # For the other threads.
            return


class ThreadPoolExecutor(_base.Executor):
    """Makes calls in threads, that are started as they are needed."""

    _serials = itertools.count()

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            # Some for the cores, and some that wait for I/O.
            max_workers = min((os.cpu_count() or 1) + 4, 32)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        self._max_workers, self._threads = max_workers, set()
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{next(self._serials)}'
        self._initializer, self._initargs = initializer, initargs
        self._work_queue = SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)
        self._shutdown_lock = threading.Lock()
        self._shutdown = False
        self._broken = False    # or the message that says why

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called: a Future."""
        with self._shutdown_lock, _end_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown or _shutdown:
                whose = '' if self._shutdown else 'interpreter '
                raise RuntimeError(f'cannot schedule new futures after {whose}shutdown')
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            if not self._idle_semaphore.acquire(blocking=False):
                self._start_thread()
            return future

    def _start_thread(self):
        """A thread more, if there may be one."""
        count, work = len(self._threads), self._work_queue
        if count == self._max_workers:
            return
        # When the executor is gone, this wakes a thread, and that the others.
        reference = weakref.ref(self, lambda _: work.put(None))
        thread = threading.Thread(target=_worker, name=f'{self._thread_name_prefix}_{count}',
                                  args=(reference, work, self._initializer, self._initargs))
        thread.start()
        self._threads.add(thread)
        _threads_queues[thread] = work

    def _drain(self):
        """The futures of the calls that nobody has begun."""
        while True:
            try:
                item = self._work_queue.get_nowait()
            except Empty:
                return
            if item is not None:
                yield item.future

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for future in self._drain():
                future.set_exception(BrokenThreadPool(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls; those not begun may be cancelled, all others be waited for."""
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for future in self._drain():
                    future.cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
