"""Loops as others see them: which one runs, which one is whose, and what they will call."""

import contextvars
import os
import sys
import threading

from . import format_helpers

__all__ = ('AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle',
           'TimerHandle', 'DefaultEventLoopPolicy', 'get_event_loop_policy',
           'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop',
           '_set_running_loop', 'get_running_loop', '_get_running_loop')


# --- What a loop will call ---

class Handle:
    """A call to be made by the loop, which can be cancelled until then."""

    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_source_traceback', '_context',
                 '__weakref__')

    def __init__(self, callback, args, loop, context=None):
        self._context = contextvars.copy_context() if context is None else context
        self._loop, self._callback, self._args = loop, callback, args
        self._cancelled = False
        self._source_traceback = (format_helpers.stack_from(sys._getframe(1)) if loop.get_debug()
                                  else None)

    def _parts(self):
        parts = [type(self).__name__]
        if self._cancelled:
            parts.append('cancelled')
        if self._callback is not None:
            parts.append(format_helpers.call_text(self._callback, self._args))
        if self._source_traceback:
            parts.append(format_helpers.created_text(self._source_traceback))
        return parts

    def __repr__(self):
        return f'<{" ".join(self._parts())}>'

    def cancel(self):
        """Don't make the call."""
        if not self._cancelled:
            self._cancelled = True
            # What the call would have used need not live until its turn.
            self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            context = {'message': 'Exception in callback ' +
                       format_helpers.call_text(self._callback, self._args),
                       'exception': error, 'handle': self}
            if self._source_traceback:
                context['source_traceback'] = self._source_traceback
            self._loop.call_exception_handler(context)
        self = None     # The traceback would hold the handle that holds it.


class TimerHandle(Handle):
    """A call to be made at a time of the loop's clock."""

    __slots__ = '_when', '_scheduled'

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when, self._scheduled = when, False

    def _parts(self):
        parts = super()._parts()
        parts.insert(2 if self._cancelled else 1, f'when={self._when}')
        return parts

    def when(self):
        return self._when

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def _key(self):
        return self._when, self._callback, self._args, self._cancelled

    def __hash__(self):
        return hash(self._when)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, TimerHandle) else NotImplemented

    def __lt__(self, other):
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    def __le__(self, other):
        return self < other or self == other if isinstance(other, TimerHandle) else NotImplemented

    def __gt__(self, other):
        return self._when > other._when if isinstance(other, TimerHandle) else NotImplemented

    def __ge__(self, other):
        return self > other or self == other if isinstance(other, TimerHandle) else NotImplemented


# --- What others may implement ---

class AbstractEventLoop:
    """What all loops are. BaseEventLoop says what they can do."""


class AbstractServer:
    """What start_server() and loop.create_server() give."""

    def close(self):
        """Listen no longer."""
        raise NotImplementedError

    def get_loop(self):
        raise NotImplementedError

    def is_serving(self):
        raise NotImplementedError

    async def start_serving(self):
        raise NotImplementedError

    async def serve_forever(self):
        raise NotImplementedError

    async def wait_closed(self):
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        self.close()
        await self.wait_closed()


class AbstractEventLoopPolicy:
    """Says which loop a thread has."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """Each thread has the loop that was set there. The main thread gets one when it asks."""

    class _Local(threading.local):
        loop = None
        set_called = False

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        local = self._local
        if local.loop is None and not local.set_called and \
                threading.current_thread() is threading.main_thread():
            self.set_event_loop(self.new_event_loop())
        if local.loop is None:
            raise RuntimeError('There is no current event loop in thread '
                               f'{threading.current_thread().name!r}.')
        return local.loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError('loop must be an instance of AbstractEventLoop or None, '
                            f'not {type(loop).__name__!r}')
        self._local.loop, self._local.set_called = loop, True

    def new_event_loop(self):
        from .unix_events import SelectorEventLoop
        return SelectorEventLoop()


_event_loop_policy = None
_policy_lock = threading.Lock()


def get_event_loop_policy():
    global _event_loop_policy
    with _policy_lock:
        if _event_loop_policy is None:
            _event_loop_policy = DefaultEventLoopPolicy()
        return _event_loop_policy


def set_event_loop_policy(policy):
    """None is the default again."""
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, '
                        f'not {type(policy).__name__!r}')
    _event_loop_policy = policy


# --- Which loop ---

class _Running(threading.local):
    loop = None


_running = _Running()


def _get_running_loop():
    """The loop that runs in this thread, or None."""
    return _running.loop


def _set_running_loop(loop):
    _running.loop = loop


# A child process has the thread, but the loop goes on in the parent.
os.register_at_fork(after_in_child=lambda: _set_running_loop(None))


def get_running_loop():
    """The loop that runs in this thread, or RuntimeError."""
    loop = _running.loop
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def get_event_loop():
    """The loop that runs in this thread; if there is none, the one that the policy says."""
    loop = _running.loop
    return get_event_loop_policy().get_event_loop() if loop is None else loop


def set_event_loop(loop):
    """Let the loop be this thread's."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop, of the policy's kind."""
    return get_event_loop_policy().new_event_loop()
