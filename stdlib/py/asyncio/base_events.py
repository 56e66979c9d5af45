"""The loop: calls one after the other, each when its time has come."""

import collections
import heapq
import sys
import threading
import time
import warnings
import weakref

from . import coroutines, events, futures, log, tasks

__all__ = 'BaseEventLoop',

_MOST_CANCELLED_TIMERS = 100    # so many, and half of all, may be left in the heap
_LONGEST_SLEEP = 24 * 3600      # seconds: what every selector can do


def _end_run(future):
    """What run_until_complete() waits for is over."""
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        return      # That ends the run by itself.
    future.get_loop().stop()


class BaseEventLoop(events.AbstractEventLoop):
    """All of a loop but its files. A subclass has _selector, in whose select() the loop sleeps;
    _process_events() for what select() returns; and _write_to_self() to end that from elsewhere."""

    def __init__(self):
        self._ready = collections.deque()   # handles to call in this turn or the next
        self._scheduled = []                # a heap of timers
        self._cancelled_timers = 0          # of those in the heap
        self._clock_resolution = time.get_clock_info('monotonic').resolution
        self._closed = self._stopping = False
        self._thread_id = None              # of the thread that runs it
        self._current_handle = None
        self._default_executor = None
        self._executor_shutdown_called = False
        self._exception_handler = self._task_factory = None
        self._asyncgens = weakref.WeakSet()
        self._asyncgens_shutdown_called = False
        self.slow_callback_duration = 0.1   # seconds: longer calls are logged in debug mode
        self.set_debug(coroutines.is_debug_mode())

    def __repr__(self):
        return (f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} '
                f'debug={self.get_debug()}>')

    def __del__(self):
        if not getattr(self, '_closed', True):
            warnings.warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
            if not self.is_running():
                self.close()

    # --- Futures and tasks ---

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """Run a coroutine, beginning in the next turn: its task."""
        self._check_closed()
        if self._task_factory is None:
            return tasks.Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        tasks.set_name(task, name)
        return task

    def set_task_factory(self, factory):
        """Have factory(loop, coro) make the tasks; None is the default again."""
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # --- Calls ---

    def time(self):
        """The time of the loop's clock, in seconds."""
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        """Call callback(*args) in the next turn, after what was asked for before."""
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, 'call_soon')
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """As call_soon(), from any thread, or from a signal handler."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, 'call_soon_threadsafe')
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        self._write_to_self()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        """Call callback(*args) after so many seconds."""
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        """Call callback(*args) at a time of the loop's clock."""
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, 'call_at')
        timer = events.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, timer):
        if timer._scheduled:
            self._cancelled_timers += 1

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    def _check_thread(self):
        if self._thread_id not in (None, threading.get_ident()):
            raise RuntimeError('Non-thread-safe operation invoked on an event loop other than '
                               'the current one')

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    # --- Running ---

    def is_running(self):
        return self._thread_id is not None

    def is_closed(self):
        return self._closed

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def run_forever(self):
        """Run until stop() is called."""
        self._check_closed()
        self._check_running()
        self._track_origins(self._debug)
        hooks = sys.get_asyncgen_hooks()
        try:
            self._thread_id = threading.get_ident()
            sys.set_asyncgen_hooks(firstiter=self._asyncgen_begins, finalizer=self._asyncgen_lost)
            events._set_running_loop(self)
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping, self._thread_id = False, None
            events._set_running_loop(None)
            self._track_origins(False)
            sys.set_asyncgen_hooks(*hooks)

    def run_until_complete(self, future):
        """Run until a future or coroutine is over: its result."""
        self._check_closed()
        self._check_running()
        ours = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if ours:
            future._log_destroy_pending = False
        future.add_done_callback(_end_run)
        try:
            self.run_forever()
        except:
            if ours and future.done() and not future.cancelled():
                future.exception()      # It is not lost: this is what was raised.
            raise
        finally:
            future.remove_done_callback(_end_run)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        """End run_forever() after this turn."""
        self._stopping = True

    def close(self):
        """The end of the loop. What was to be called is not."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def _run_once(self):
        """One turn: sleep until something is ready, then make the calls that are ready now."""
        scheduled, ready = self._scheduled, self._ready
        if scheduled:
            self._drop_cancelled_timers()
        pause = None
        if ready or self._stopping:
            pause = 0
        elif scheduled:
            pause = min(max(0, scheduled[0]._when - self.time()), _LONGEST_SLEEP)
        self._process_events(self._selector.select(pause))

        if scheduled:
            now = self.time() + self._clock_resolution
            while scheduled and scheduled[0]._when < now:
                timer = heapq.heappop(scheduled)
                timer._scheduled = False
                ready.append(timer)
        # What these calls add is for the next turn.
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                if self._debug:
                    self._run_watched(handle)
                else:
                    handle._run()
        handle = None

    def _drop_cancelled_timers(self):
        scheduled = self._scheduled
        if self._cancelled_timers > max(_MOST_CANCELLED_TIMERS, len(scheduled) / 2):
            for timer in scheduled:
                timer._scheduled = not timer._cancelled
            scheduled[:] = [timer for timer in scheduled if timer._scheduled]
            heapq.heapify(scheduled)
            self._cancelled_timers = 0
        while scheduled and scheduled[0]._cancelled:
            self._cancelled_timers -= 1
            heapq.heappop(scheduled)._scheduled = False

    # --- Debug mode ---

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        """Watch what is done with the loop, and log what takes long."""
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._track_origins, enabled)

    _depth_before = None    # of the tracking, when it is on because of this loop

    def _track_origins(self, enabled):
        """Let warnings of coroutines that nobody awaited say where they were made?"""
        if bool(enabled) == (self._depth_before is not None):
            return
        if enabled:
            self._depth_before = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(10)
        else:
            sys.set_coroutine_origin_tracking_depth(self._depth_before)
            self._depth_before = None

    def _run_watched(self, handle):
        self._current_handle = handle
        try:
            began = self.time()
            handle._run()
            took = self.time() - began
            if took >= self.slow_callback_duration:
                task = getattr(handle._callback, '__self__', None)
                log.logger.warning('Executing %s took %.3f seconds',
                                   repr(task) if isinstance(task, tasks.Task) else handle, took)
        finally:
            self._current_handle = None

    # --- Exceptions that nobody catches ---

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        """Have handler(loop, context) called for them; None is the default again."""
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log what the context says: a dict with a message, and what else is known."""
        error = context.get('exception')
        if 'source_traceback' not in context and self._current_handle is not None and \
                self._current_handle._source_traceback:
            context['handle_traceback'] = self._current_handle._source_traceback
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key in ('message', 'exception'):
                continue
            value = context[key]
            if key in ('source_traceback', 'handle_traceback'):
                import traceback
                made = 'Object' if key == 'source_traceback' else 'Handle'
                value = (f'{made} created at (most recent call last):\n' +
                         ''.join(traceback.format_list(value)).rstrip())
            else:
                value = repr(value)
            lines.append(f'{key}: {value}')
        log.logger.error('\n'.join(lines), exc_info=(
            (type(error), error, error.__traceback__) if error is not None else False))

    def call_exception_handler(self, context):
        """Something failed, and nobody is there to catch it."""
        handler = self._exception_handler
        if handler is not None:
            try:
                return handler(self, context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                context = {'message': 'Unhandled error in exception handler', 'exception': error,
                           'context': context}
        try:
            self.default_exception_handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            log.logger.error('Exception in default exception handler', exc_info=True)

    # --- Calls in other threads and processes ---

    def run_in_executor(self, executor, func, *args):
        """A future of func(*args), called by an executor; None is the loop's own, of threads."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            executor = self._default_executor
            if self._executor_shutdown_called:
                raise RuntimeError('Executor shutdown has been called')
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self):
        """Wait until the threads of the loop's executor have ended."""
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        over = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=[over])
        thread.start()
        try:
            await over
        finally:
            thread.join()

    def _do_shutdown(self, over):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(over.set_result, None)
        except Exception as error:
            if not self.is_closed():
                self.call_soon_threadsafe(over.set_exception, error)

    # --- Asynchronous generators ---

    def _asyncgen_begins(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(f'asynchronous generator {agen!r} was scheduled after '
                          'loop.shutdown_asyncgens() call', ResourceWarning, source=self)
        self._asyncgens.add(agen)

    def _asyncgen_lost(self, agen):
        """Nobody refers to it any longer: let it finish, in a task."""
        self._asyncgens.discard(agen)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Let those that are left finish."""
        self._asyncgens_shutdown_called = True
        left = list(self._asyncgens)
        self._asyncgens.clear()
        outcomes = await tasks.gather(*[agen.aclose() for agen in left], return_exceptions=True)
        for agen, outcome in zip(left, outcomes):
            if isinstance(outcome, Exception):
                self.call_exception_handler({
                    'message': 'an error occurred during closing of asynchronous generator '
                               f'{agen!r}', 'exception': outcome, 'asyncgen': agen})
