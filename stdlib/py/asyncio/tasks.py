"""Tasks, which run coroutines in a loop, and waiting for several of them."""

import contextvars
import functools
import itertools
import types
import weakref

from . import coroutines, events, format_helpers, futures
from .exceptions import CancelledError, InvalidStateError
from .futures import isfuture

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait',
           'wait_for', 'as_completed', 'sleep', 'gather', 'shield', 'ensure_future',
           'run_coroutine_threadsafe', 'current_task', 'all_tasks', '_register_task',
           '_unregister_task', '_enter_task', '_leave_task')

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = \
    'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'

_numbers = itertools.count(1)
_all_tasks = weakref.WeakSet()
_current_tasks = {}     # of each loop that is in a task

_register_task = _all_tasks.add
_unregister_task = _all_tasks.discard


def current_task(loop=None):
    """The task that the loop is in, or None."""
    return _current_tasks.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The tasks of the loop that are not over."""
    if loop is None:
        loop = events.get_running_loop()
    # Tasks of other loops may come and go meanwhile, in other threads.
    for attempt in range(1000):
        try:
            tasks = list(_all_tasks)
            break
        except RuntimeError:
            if attempt == 999:
                raise
    return {task for task in tasks if task.get_loop() is loop and not task.done()}


def _enter_task(loop, task):
    current = _current_tasks.setdefault(loop, task)
    if current is not task:
        raise RuntimeError(f'Cannot enter into task {task!r} while another task {current!r} is '
                           'being executed.')


def _leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f'Leaving task {task!r} does not match the current task {current!r}.')
    del _current_tasks[loop]


class Task(futures.Future):
    """A coroutine that the loop runs: its result is the task's.

    What a coroutine awaits reaches the task as a future that __await__ yields. The task asks it for
    a callback; until then the loop makes other calls."""

    _log_destroy_pending = True
    _must_cancel = False        # Raise CancelledError at the next step.
    _cancels_requested = 0
    _fut_waiter = None          # what the coroutine waits for

    def __init__(self, coro, *, loop=None, name=None, context=None):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        self._coro = coro
        self._name = f'Task-{next(_numbers)}' if name is None else str(name)
        self._context = contextvars.copy_context() if context is None else context
        self._loop.call_soon(self.task_step, context=self._context)
        _register_task(self)

    def __del__(self):
        if self._state == futures.PENDING and self._log_destroy_pending:
            context = {'task': self, 'message': 'Task was destroyed but it is pending!'}
            if self._source_traceback:
                context['source_traceback'] = self._source_traceback
            self._loop.call_exception_handler(context)
        super().__del__()

    def _parts(self):
        return format_helpers.task_parts(self)

    # --- What it is ---

    def get_coro(self):
        return self._coro

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_stack(self, *, limit=None):
        """The frames where it waits, or those of the traceback if it failed."""
        frames = []
        if self._exception is not None:
            trace = self._exception.__traceback__
            while trace is not None:
                frames.append(trace.tb_frame)
                trace = trace.tb_next
            return frames if limit is None else frames[:limit]
        frame = getattr(self._coro, 'cr_frame', None) or getattr(self._coro, 'gi_frame', None)
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
        return frames

    def print_stack(self, *, limit=None, file=None):
        """Print what get_stack() tells."""
        format_helpers.print_stack_of(self, limit, file)

    # --- Cancelling ---

    def cancel(self, msg=None):
        """Have CancelledError raised in the coroutine, where it waits. False if it is over."""
        self._log_traceback = False
        if self._state != futures.PENDING:
            return False
        self._cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True     # Its callback makes the step that raises.
        self._must_cancel, self._cancel_message = True, msg
        return True

    def cancelling(self):
        """How many times was it asked to be cancelled, without uncancel()?"""
        return self._cancels_requested

    def uncancel(self):
        """One of those who asked takes it back. How many are left?"""
        if self._cancels_requested > 0:
            self._cancels_requested -= 1
        return self._cancels_requested

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    # --- Running ---

    def task_step(self, error=None):
        """Run the coroutine until it waits again. If there is an error, it is raised there."""
        if self._state != futures.PENDING:
            raise InvalidStateError(f'_step(): already done: {self!r}, {error!r}')
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        _enter_task(self._loop, self)
        try:
            self._wait_for(self._coro.send(None) if error is None else self._coro.throw(error))
        except StopIteration as stop:
            if self._must_cancel:
                # It was asked to be cancelled in its last step, when it no longer waited.
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except CancelledError as cancelled:
            self._cancelled_exc = cancelled.with_traceback(cancelled.__traceback__.tb_next)
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as stop:
            super().set_exception(stop)
            raise
        except BaseException as failure:
            # Where it failed is told from the coroutine on.
            super().set_exception(failure.with_traceback(failure.__traceback__.tb_next))
        finally:
            _leave_task(self._loop, self)
            self = error = None     # The traceback would hold them, and they hold it.

    def _wait_for(self, awaited):
        """The coroutine has yielded this: go on when it is over."""
        blocking = getattr(awaited, '_asyncio_future_blocking', None)
        if blocking is None:
            if awaited is None:     # a bare yield: sleep(0)
                self._loop.call_soon(self.task_step, context=self._context)
            elif isinstance(awaited, types.GeneratorType):
                self._refuse('yield was used instead of yield from for generator in task '
                             f'{self!r} with {awaited!r}')
            else:
                self._refuse(f'Task got bad yield: {awaited!r}')
        elif awaited.get_loop() is not self._loop:
            self._refuse(f'Task {self!r} got Future {awaited!r} attached to a different loop')
        elif not blocking:
            self._refuse('yield was used instead of yield from in task '
                         f'{self!r} with {awaited!r}')
        elif awaited is self:
            self._refuse(f'Task cannot await on itself: {self!r}')
        else:
            awaited._asyncio_future_blocking = False
            awaited.add_done_callback(self.task_wakeup, context=self._context)
            self._fut_waiter = awaited
            if self._must_cancel and awaited.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def _refuse(self, message):
        self._loop.call_soon(self.task_step, RuntimeError(message), context=self._context)

    def task_wakeup(self, future):
        """What the coroutine waited for is over."""
        if isinstance(future, futures.Future) and not self._must_cancel:
            return self.task_step()     # Its __await__ raises what there is to raise.
        try:
            future.result()
        except BaseException as error:
            self.task_step(error)
        else:
            self.task_step()
        self = None


def create_task(coro, *, name=None, context=None):
    """Let the running loop run a coroutine: its task."""
    loop = events.get_running_loop()
    if context is None:
        task = loop.create_task(coro)
    else:
        task = loop.create_task(coro, context=context)
    set_name(task, name)
    return task


def set_name(task, name):
    """Name a task, which may be of a factory that knows of no names."""
    if name is not None and hasattr(task, 'set_name'):
        task.set_name(name)


# --- Making tasks of things ---

def ensure_future(coro_or_future, *, loop=None):
    """A future as it is; a task for a coroutine, or for anything that can be awaited."""
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError('The future belongs to a different loop than the one specified as the '
                             'loop argument')
        return coro_or_future
    if not coroutines.iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _awaiting(coro_or_future)
    try:
        if loop is None:
            loop = events.get_event_loop()
        return loop.create_task(coro_or_future)
    except RuntimeError:
        coro_or_future.close()      # That it was never awaited is not the news.
        raise


async def _awaiting(awaitable):
    return await awaitable


def run_coroutine_threadsafe(coro, loop):
    """Let a loop of another thread run a coroutine: a future of concurrent.futures."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    from concurrent.futures import Future
    future = Future()

    def start():
        try:
            futures.chain(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(start)
    return future


# --- Time ---

@types.coroutine
def _next_turn():
    yield


async def sleep(delay, result=None):
    """Let others run for so many seconds, at least for one turn of the loop."""
    if delay <= 0:
        await _next_turn()
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures.set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


async def wait_for(fut, timeout):
    """The result of a future or coroutine. When it takes longer than timeout seconds, it is
    cancelled, and TimeoutError is raised."""
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    fut = ensure_future(fut, loop=loop)
    if timeout <= 0:
        return fut.result() if fut.done() else await _result_after_cancel(fut)
    over = loop.create_future()
    timer = loop.call_later(timeout, _release, over)
    callback = functools.partial(_release, over)
    fut.add_done_callback(callback)
    try:
        try:
            await over
        except CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(callback)
            await _cancel_and_wait(fut)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(callback)
        return await _result_after_cancel(fut)
    finally:
        timer.cancel()


async def _result_after_cancel(future):
    """It is too late. Still, the task may have finished just now, or insist on a result."""
    await _cancel_and_wait(future)
    try:
        return future.result()
    except CancelledError as cancelled:
        raise TimeoutError from cancelled


def _release(waiter, *future):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future):
    """Cancel it, and wait until it has noticed."""
    over = events.get_running_loop().create_future()
    callback = functools.partial(_release, over)
    future.add_done_callback(callback)
    try:
        future.cancel()
        await over
    finally:
        future.remove_done_callback(callback)


# --- Several ---

async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for tasks: (done, pending), two sets. Nothing is cancelled when the time is over."""
    if isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(map(coroutines.iscoroutine, fs)):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = events.get_running_loop()
    over = loop.create_future()
    timer = loop.call_later(timeout, _release, over) if timeout is not None else None
    left = len(fs)

    def ended(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if left <= 0 or return_when == FIRST_COMPLETED or \
                (return_when == FIRST_EXCEPTION and failed):
            if timer is not None:
                timer.cancel()
            _release(over)

    for future in fs:
        future.add_done_callback(ended)
    try:
        await over
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(ended)
    done = {future for future in fs if future.done()}
    return done, fs - done


def as_completed(fs, *, timeout=None):
    """Coroutines to await one by one: each gives the result that comes next."""
    from .queues import Queue
    if isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect an iterable of futures, not {type(fs).__name__}')
    done = Queue()
    loop = events.get_event_loop()
    pending = {ensure_future(each, loop=loop) for each in set(fs)}
    timer = None

    def too_late():
        for future in pending:
            future.remove_done_callback(ended)
            done.put_nowait(None)
        pending.clear()

    def ended(future):
        if pending:
            pending.remove(future)
            done.put_nowait(future)
            if not pending and timer is not None:
                timer.cancel()

    async def next_result():
        future = await done.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in pending:
        future.add_done_callback(ended)
    if pending and timeout is not None:
        timer = loop.call_later(timeout, too_late)
    for _ in range(len(pending)):
        yield next_result()


class _GatheringFuture(futures.Future):
    """What gather() gives: to cancel it is to cancel all."""

    _cancel_requested = False

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children

    def cancel(self, msg=None):
        if self.done():
            return False
        # A list, lest the first that is cancelled keep the others from it.
        if any([child.cancel(msg=msg) for child in self._children]):
            # This ends when all of them have, even with return_exceptions.
            self._cancel_requested = True
            return True
        return False


def gather(*coros_or_futures, return_exceptions=False):
    """The results of all, in the order of the arguments. The first exception is raised at once,
    while the others go on; or, with return_exceptions, exceptions are results."""
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    children, loop = _as_futures(coros_or_futures)
    left = len(set(children))
    outer = None

    def ended(future):
        nonlocal left
        left -= 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()      # It is not lost by mistake.
        elif not return_exceptions and future.cancelled():
            outer.set_exception(future._make_cancelled_error())
        elif not return_exceptions and future.exception() is not None:
            outer.set_exception(future.exception())
        elif left == 0:
            results = [_outcome(child) for child in children]
            if outer._cancel_requested:
                outer.set_exception(future._make_cancelled_error())
            else:
                outer.set_result(results)

    for child in dict.fromkeys(children):
        child.add_done_callback(ended)
    outer = _GatheringFuture(children, loop=loop)
    return outer


def _as_futures(coros_or_futures):
    """The future of each, and their loop. What is given twice has one."""
    known, loop = {}, None
    for each in coros_or_futures:
        if each not in known:
            future = known[each] = ensure_future(each, loop=loop)
            if loop is None:
                loop = future.get_loop()
            if future is not each:
                future._log_destroy_pending = False     # Nobody else could know of it.
    return [known[each] for each in coros_or_futures], loop


def _outcome(future):
    """The result, or the exception as an object."""
    if future.cancelled():
        # A new one: whoever awaits the future itself is raised that with the traceback.
        return CancelledError('' if future._cancel_message is None else future._cancel_message)
    return future.result() if future.exception() is None else future.exception()


def shield(arg):
    """A future that ends as arg does; to cancel it does not cancel arg."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def inner_ended(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()       # It is not lost by mistake.
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def outer_ended(outer):
        if not inner.done():
            inner.remove_done_callback(inner_ended)

    inner.add_done_callback(inner_ended)
    outer.add_done_callback(outer_ended)
    return outer
