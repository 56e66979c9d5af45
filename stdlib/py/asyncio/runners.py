"""The door from ordinary code into coroutines."""

import contextvars
import functools
import threading

from . import coroutines, events, tasks
from .exceptions import CancelledError

__all__ = 'Runner', 'run'


class Runner:
    """Has a loop, runs coroutines in it one after the other, and cleans up at the end.

        with Runner() as runner:
            runner.run(main())
    """

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug, self._loop_factory = debug, loop_factory
        self._loop = self._context = None
        self._closed = self._loop_is_set = False
        self._interrupts = 0

    def __enter__(self):
        self._prepare()
        return self

    def __exit__(self, *details):
        self.close()

    def _prepare(self):
        if self._closed:
            raise RuntimeError('Runner is closed')
        if self._loop is not None:
            return
        if self._loop_factory is not None:
            self._loop = self._loop_factory()
        else:
            self._loop = events.new_event_loop()
            events.set_event_loop(self._loop)
            self._loop_is_set = True
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = contextvars.copy_context()

    def get_loop(self):
        self._prepare()
        return self._loop

    def close(self):
        """Cancel the tasks that are left, finish asynchronous generators, end the threads of the
        loop's executor, and close the loop."""
        loop = self._loop
        if loop is None or self._closed:
            return
        try:
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            if self._loop_is_set:
                events.set_event_loop(None)
            loop.close()
            self._loop, self._closed = None, True

    def run(self, coro, *, context=None):
        """Run a coroutine to its end, and return its result."""
        if not coroutines.iscoroutine(coro):
            raise ValueError(f'a coroutine was expected, got {coro!r}')
        if events._get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        self._prepare()
        task = self._loop.create_task(coro, context=self._context if context is None else context)
        import signal
        handler = self._take_ctrl_c(task, signal)
        self._interrupts = 0
        try:
            return self._loop.run_until_complete(task)
        except CancelledError:
            if self._interrupts > 0 and getattr(task, 'uncancel', lambda: 1)() == 0:
                raise KeyboardInterrupt()
            raise
        finally:
            if handler is not None and signal.getsignal(signal.SIGINT) is handler:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def _take_ctrl_c(self, task, signal):
        """Let Ctrl-C cancel the task, unless the program does something else with it."""
        if threading.current_thread() is not threading.main_thread() or \
                signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return None
        handler = functools.partial(self._on_ctrl_c, task)
        try:
            signal.signal(signal.SIGINT, handler)
        except ValueError:
            return None
        return handler

    def _on_ctrl_c(self, task, number, frame):
        self._interrupts += 1
        if self._interrupts > 1 or task.done():
            raise KeyboardInterrupt()
        task.cancel()
        self._loop.call_soon_threadsafe(lambda: None)   # The loop may be asleep.


def run(main, *, debug=None):
    """Run a coroutine in a new loop, and return its result."""
    if events._get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug) as runner:
        return runner.run(main)


def _cancel_all_tasks(loop):
    left = tasks.all_tasks(loop)
    if not left:
        return
    for task in left:
        task.cancel()
    loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
    for task in left:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                'message': 'unhandled exception during asyncio.run() shutdown',
                'exception': task.exception(), 'task': task})
