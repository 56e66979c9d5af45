"""Calls in other threads."""

import contextvars
import functools

from . import events

__all__ = 'to_thread',


async def to_thread(func, /, *args, **kwargs):
    """What func(*args, **kwargs) returns, called in a thread with this task's context."""
    context = contextvars.copy_context()
    return await events.get_running_loop().run_in_executor(
        None, functools.partial(context.run, func, *args, **kwargs))
