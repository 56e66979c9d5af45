"""What is a coroutine."""

import collections.abc
import os
import sys
import types

__all__ = ('iscoroutinefunction', 'iscoroutine')

_KINDS = types.CoroutineType, types.GeneratorType, collections.abc.Coroutine


def is_debug_mode():
    """Shall new loops watch what is done with them?"""
    return sys.flags.dev_mode or (not sys.flags.ignore_environment and
                                  bool(os.environ.get('PYTHONASYNCIODEBUG')))


def iscoroutinefunction(func):
    """Is it a function of `async def`?"""
    import inspect
    return inspect.iscoroutinefunction(func)


def iscoroutine(obj):
    """Can a task run it?"""
    return isinstance(obj, _KINDS)
