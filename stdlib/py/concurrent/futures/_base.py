"""Futures, what can be done with several of them, and what all executors have."""

import collections
import threading
import time
import types

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = \
    'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'

# A future's life: PENDING -> RUNNING -> FINISHED, or PENDING -> CANCELLED, and then, when those who
# wait for several have been told, CANCELLED_AND_NOTIFIED.
PENDING, RUNNING, CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED = \
    'PENDING', 'RUNNING', 'CANCELLED', 'CANCELLED_AND_NOTIFIED', 'FINISHED'
_STATE_TO_DESCRIPTION_MAP = {PENDING: 'pending', RUNNING: 'running', CANCELLED: 'cancelled',
                             CANCELLED_AND_NOTIFIED: 'cancelled', FINISHED: 'finished'}
_OVER = CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED

TimeoutError = TimeoutError


class Error(Exception):
    """What all errors of futures are."""


class CancelledError(Error):
    """The future was cancelled."""


class InvalidStateError(Error):
    """The future is not in a state for that."""


class BrokenExecutor(RuntimeError):
    """The executor can make no more calls."""


def _complain(message, *args, level=40):
    """Log an exception, as CPython does."""
    import logging
    logging.getLogger('concurrent.futures').log(level, message, *args, exc_info=True)


class Future:
    """The result of a call that may still be under way."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []          # what wait() and as_completed() left here
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            state = _STATE_TO_DESCRIPTION_MAP[self._state]
            outcome = ''
            if self._state == FINISHED:
                outcome = (f' raised {type(self._exception).__name__}' if self._exception
                           else f' returned {type(self._result).__name__}')
            return f'<{type(self).__name__} at {id(self):#x} state={state}{outcome}>'

    # --- For those who want the result ---

    def cancel(self):
        """Cancel the call if it is not being made yet: was it, or had it been?"""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Finished, or cancelled?"""
        with self._condition:
            return self._state in _OVER

    def _wait_until_over(self, timeout):
        """With the condition held."""
        if self._state not in _OVER:
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        """What the call returned; what it raised is raised."""
        try:
            with self._condition:
                self._wait_until_over(timeout)
                if self._exception is None:
                    return self._result
                raise self._exception
        finally:
            self = None     # The traceback would hold the future that holds it.

    def exception(self, timeout=None):
        """What the call raised, or None."""
        with self._condition:
            self._wait_until_over(timeout)
            return self._exception

    def add_done_callback(self, fn):
        """Have fn(future) called when it is over: at once if it is."""
        with self._condition:
            if self._state not in _OVER:
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _call_back(self, fn):
        try:
            fn(self)
        except Exception:
            _complain('exception calling callback for %r', self)

    def _invoke_callbacks(self):
        for fn in self._done_callbacks:
            self._call_back(fn)

    # --- For executors ---

    def set_running_or_notify_cancel(self):
        """The call begins, unless it has been cancelled: which of the two?"""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            raise RuntimeError('Future in unexpected state')

    def _finish(self, result, exception):
        with self._condition:
            if self._state in _OVER:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._result, self._exception = result, exception
            self._state = FINISHED
            for waiter in self._waiters:
                if exception is None:
                    waiter.add_result(self)
                else:
                    waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        """The call has returned."""
        self._finish(result, None)

    def set_exception(self, exception):
        """The call has raised."""
        self._finish(None, exception)

    __class_getitem__ = classmethod(types.GenericAlias)


# --- Several futures ---

class _Waiter:
    """Left in several futures: collects those that are over, and wakes who waits."""

    def __init__(self, futures, wanted):
        self.lock = threading.Lock()
        self.event = threading.Event()
        self.finished_futures = []
        self.left = len(futures)
        self.wanted = wanted

    def _add(self, future, wakes):
        with self.lock:
            self.finished_futures.append(future)
            self.left -= 1
            if wakes or self.left == 0 or self.wanted == FIRST_COMPLETED:
                self.event.set()

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, self.wanted == FIRST_EXCEPTION)

    add_cancelled = add_result


class _AllLocked:
    """The conditions of several futures, taken in an order that all agree on."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


def _is_over(future):
    return future._state in (CANCELLED_AND_NOTIFIED, FINISHED)


DoneAndNotDoneFutures = collections.namedtuple('DoneAndNotDoneFutures', 'done not_done')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures: (done, not_done), two sets."""
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return condition: {return_when!r}')
    fs = set(fs)
    with _AllLocked(fs):
        done = {future for future in fs if _is_over(future)}
        pending = fs - done
        failed = any(future._state == FINISHED and future._exception is not None
                     for future in done)
        if not pending or (done and return_when == FIRST_COMPLETED) or \
                (failed and return_when == FIRST_EXCEPTION):
            return DoneAndNotDoneFutures(done, pending)
        waiter = _Waiter(pending, return_when)
        for future in pending:
            future._waiters.append(waiter)
    waiter.event.wait(timeout)
    for future in pending:
        with future._condition:
            future._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    """The futures, each when it is over."""
    deadline = None if timeout is None else time.monotonic() + timeout
    fs = set(fs)
    total = len(fs)
    with _AllLocked(fs):
        ready = [future for future in fs if _is_over(future)]
        pending = fs.difference(ready)
        waiter = _Waiter(pending, FIRST_COMPLETED)
        for future in pending:
            future._waiters.append(waiter)
    del fs
    try:
        while True:
            while ready:
                yield _hand_over(ready)
            if not pending:
                return
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left < 0:
                raise TimeoutError(f'{len(pending)} (of {total}) futures unfinished')
            waiter.event.wait(left)
            with waiter.lock:
                ready, waiter.finished_futures = waiter.finished_futures, []
                waiter.event.clear()
            ready.reverse()
            for future in ready:
                with future._condition:
                    future._waiters.remove(waiter)
                pending.discard(future)
            future = None
    finally:
        for future in pending:
            with future._condition:
                if waiter in future._waiters:
                    future._waiters.remove(waiter)


def _hand_over(ready):
    """The last, with no reference of ours to it left: its result may be large."""
    return ready.pop()


# --- Executors ---

class Executor:
    """Makes calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called: a Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """fn(*items) for all: an iterator of the results, in their order. All are submitted now."""
        deadline = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        futures.reverse()
        return _results_of(futures, deadline)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _results_of(futures, deadline):
    try:
        while futures:
            left = None if deadline is None else deadline - time.monotonic()
            yield _result_or_cancel(futures.pop(), left)
    finally:
        for future in futures:
            future.cancel()


def _result_or_cancel(future, timeout):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future
