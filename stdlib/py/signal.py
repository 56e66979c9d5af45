"""Signals: numbers and handlers as enums over _signal."""

import _signal
import enum as _enum
from _signal import *


def _enumerate(name, belongs):
    _enum.IntEnum._convert_(name, __name__, belongs)


_enumerate('Signals', lambda name: name[:3] == 'SIG' and name[3] != '_' and name.isupper())
_enumerate('Handlers', ['SIG_DFL', 'SIG_IGN'].__contains__)
_enumerate('Sigmasks', ['SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'].__contains__)


def _member(kind, value):
    """The member of a number; anything else as it is."""
    try:
        return kind(value)
    except ValueError:
        return value


def _number(value):
    """The number of a member; anything that is no number as it is."""
    return int(value) if isinstance(value, int) else value


def signal(signalnum, handler):
    return _member(Handlers, _signal.signal(_number(signalnum), _number(handler)))


def getsignal(signalnum):
    return _member(Handlers, _signal.getsignal(signalnum))


def _members(numbers):
    return {_member(Signals, number) for number in numbers}


def valid_signals():
    return _members(_signal.valid_signals())


def pthread_sigmask(how, mask):
    return _members(_signal.pthread_sigmask(how, mask))


def sigpending():
    return _members(_signal.sigpending())


def sigwait(sigset):
    return _member(Signals, _signal.sigwait(sigset))


for _function in signal, getsignal, valid_signals, pthread_sigmask, sigpending, sigwait:
    _function.__doc__ = getattr(_signal, _function.__name__).__doc__
del _function
