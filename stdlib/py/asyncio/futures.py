"""Results to come, for coroutines: await one, and it is there."""

import contextvars
import reprlib
import sys
from types import GenericAlias

from . import events, format_helpers
from .exceptions import CancelledError, InvalidStateError

__all__ = ('Future', 'wrap_future', 'isfuture')

# A future's life: PENDING -> FINISHED or CANCELLED.
PENDING, CANCELLED, FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


def isfuture(obj):
    """Is it a future: this one, or somebody else's that behaves alike?"""
    return hasattr(obj.__class__, '_asyncio_future_blocking') and \
        obj._asyncio_future_blocking is not None


class Future:
    """The result of something that is still under way in the loop. No thread but the loop's may
    touch it."""

    _state = PENDING
    _result = None
    _exception = None
    _exception_traceback = None
    _source_traceback = None
    _cancel_message = None
    _cancelled_exc = None           # What ended a task: raised once more, it keeps its traceback.
    _asyncio_future_blocking = False    # True from `await` until the task has seen it.
    _log_traceback = False          # Is there an exception that nobody asked for?

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []        # pairs of function and context
        if self._loop.get_debug():
            self._source_traceback = format_helpers.stack_from(sys._getframe(1))

    def _parts(self):
        return format_helpers.future_parts(self)

    @reprlib.recursive_repr('...')
    def __repr__(self):
        return f'<{type(self).__name__} {" ".join(self._parts())}>'

    def _tell_never_retrieved(self):
        context = {'message': f'{type(self).__name__} exception was never retrieved',
                   'exception': self._exception, 'future': self}
        if self._source_traceback:
            context['source_traceback'] = self._source_traceback
        self._loop.call_exception_handler(context)

    def __del__(self):
        if self._log_traceback:
            self._log_traceback = False
            self._tell_never_retrieved()

    __class_getitem__ = classmethod(GenericAlias)

    def get_loop(self):
        return self._loop

    # --- How it stands ---

    def done(self):
        """Has it a result or an exception, or is it cancelled?"""
        return self._state != PENDING

    def cancelled(self):
        return self._state == CANCELLED

    def _make_cancelled_error(self):
        error = self._cancelled_exc
        if error is not None:
            self._cancelled_exc = None
            return error
        return CancelledError() if self._cancel_message is None else \
            CancelledError(self._cancel_message)

    def _error(self):
        """What is to be raised in place of a result."""
        if self._state == FINISHED:
            self._log_traceback = False
            return self._exception.with_traceback(self._exception_traceback)
        if self._state == CANCELLED:
            return self._make_cancelled_error()
        return InvalidStateError('Result is not set.')

    def result(self):
        """The result; an exception is raised."""
        if self._state == FINISHED and self._exception is None:
            return self._result
        try:
            raise self._error()
        finally:
            self = None     # The traceback would hold the future that holds it.

    def exception(self):
        """The exception, or None."""
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._log_traceback = False
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        """Have the loop call fn(future) when it is over: soon, if it is."""
        if context is None:
            context = contextvars.copy_context()
        if self._state == PENDING:
            self._callbacks.append((fn, context))
        else:
            self._loop.call_soon(fn, self, context=context)

    def remove_done_callback(self, fn):
        """Don't call fn. How many times would it have been?"""
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    # --- How it ends ---

    def _end(self, state):
        self._state = state
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = []
            call_soon = self._loop.call_soon
            for fn, context in callbacks:
                call_soon(fn, self, context=context)

    def cancel(self, msg=None):
        """Cancel it, unless it is over. Was it still pending?"""
        self._log_traceback = False
        if self._state != PENDING:
            return False
        self._cancel_message = msg
        self._end(CANCELLED)
        return True

    def set_result(self, result):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._end(FINISHED)

    def set_exception(self, exception):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError('invalid exception object')
        if type(exception) is StopIteration:
            raise TypeError('StopIteration interacts badly with generators and cannot be raised '
                            'into a Future')
        self._exception, self._exception_traceback = exception, exception.__traceback__
        self._log_traceback = True
        self._end(FINISHED)

    def __await__(self):
        if self._state == PENDING:
            self._asyncio_future_blocking = True
            yield self      # To the task, which goes on when this is over.
            if self._state == PENDING:
                raise RuntimeError("await wasn't used with future")
        if self._state == FINISHED and self._exception is None:
            return self._result
        try:
            raise self._error()
        finally:
            self = None     # As in result().

    __iter__ = __await__


def set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


# --- Futures of threads and processes ---

def _is_of_threads(future):
    import concurrent.futures
    return isinstance(future, concurrent.futures.Future)


def _as_ours(error):
    """An exception of concurrent.futures as asyncio's of the same name."""
    import concurrent.futures as theirs
    for kind, ours in (theirs.CancelledError, CancelledError), \
                      (theirs.InvalidStateError, InvalidStateError):
        if type(error) is kind:
            return ours(*error.args)
    return error


def _as_theirs(error):
    import concurrent.futures as theirs
    for kind, other in (CancelledError, theirs.CancelledError), \
                       (InvalidStateError, theirs.InvalidStateError):
        if type(error) is kind:
            return other(*error.args)
    return error


def _copy_to_ours(source, future):
    if future.cancelled():
        return
    if source.cancelled():
        future.cancel()
    elif (error := source.exception()) is not None:
        future.set_exception(_as_ours(error))
    else:
        future.set_result(source.result())


def _copy_to_theirs(source, future):
    if source.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    if (error := source.exception()) is not None:
        future.set_exception(_as_theirs(error))
    else:
        future.set_result(source.result())


def chain(source, destination):
    """Let destination end as source does, and source be cancelled if destination is. Either may be
    of a loop or of threads."""
    source_loop, destination_loop = (each.get_loop() if isfuture(each) else None
                                     for each in (source, destination))
    copy = _copy_to_theirs if destination_loop is None else _copy_to_ours

    def cancelled(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is destination_loop:
                source.cancel()
            elif not source_loop.is_closed():
                source_loop.call_soon_threadsafe(source.cancel)

    def over(source):
        if destination_loop is None or destination_loop is source_loop:
            copy(source, destination)
        elif not destination_loop.is_closed():
            destination_loop.call_soon_threadsafe(copy, source, destination)

    destination.add_done_callback(cancelled)
    source.add_done_callback(over)


def wrap_future(future, *, loop=None):
    """A future to await that ends as one of concurrent.futures does."""
    if isfuture(future):
        return future
    assert _is_of_threads(future), f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    ours = loop.create_future()
    chain(future, ours)
    return ours
