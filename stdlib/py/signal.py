"""Signals: numbers and handlers as enums over _signal."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_IntEnum._convert_('Signals', __name__,
                   lambda name: name.startswith('SIG') and not name.startswith('SIG_') and
                   name.isupper())
_IntEnum._convert_('Handlers', __name__, lambda name: name in ('SIG_DFL', 'SIG_IGN'))


def _int_to_enum(value, enum_klass):
    """The member of a number; anything else as it is."""
    try:
        return enum_klass(value)
    except ValueError:
        return value


def _enum_to_int(value):
    """The number of a member; anything that is no number as it is."""
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def signal(signalnum, handler):
    return _int_to_enum(_signal.signal(_enum_to_int(signalnum), _enum_to_int(handler)), Handlers)


def getsignal(signalnum):
    return _int_to_enum(_signal.getsignal(signalnum), Handlers)


def valid_signals():
    return {_int_to_enum(number, Signals) for number in _signal.valid_signals()}


for _name in ('signal', 'getsignal', 'valid_signals'):
    globals()[_name].__doc__ = getattr(_signal, _name).__doc__
del _name

if hasattr(_signal, 'pthread_sigmask'):
    _IntEnum._convert_('Sigmasks', __name__,
                       lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))

    def pthread_sigmask(how, mask):
        return {_int_to_enum(number, Signals) for number in _signal.pthread_sigmask(how, mask)}

    pthread_sigmask.__doc__ = _signal.pthread_sigmask.__doc__

if hasattr(_signal, 'sigpending'):
    def sigpending():
        return {_int_to_enum(number, Signals) for number in _signal.sigpending()}

    sigpending.__doc__ = _signal.sigpending.__doc__

if hasattr(_signal, 'sigwait'):
    def sigwait(sigset):
        return _int_to_enum(_signal.sigwait(sigset), Signals)

    sigwait.__doc__ = _signal.sigwait.__doc__
