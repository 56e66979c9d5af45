"""Objects as bytes, and back.

    dump(object, file), dumps(object) -> bytes      write a pickle
    load(file), loads(bytes) -> object              read one
    Pickler, Unpickler                              likewise, to be subclassed
    PickleError, PicklingError, UnpicklingError     what may go wrong

A pickle is a program that makes the object again. Load none that you do not trust: it can call
anything.
"""

import _pickle
from _pickle import (PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError,
                     dump, dumps, load, loads)
from copyreg import dispatch_table

format_version = '4.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

# Programs written for CPython know its slower twins by these names.
_Pickler, _Unpickler = Pickler, Unpickler
_dump, _dumps, _load, _loads = dump, dumps, load, loads

bytes_types = (bytes, bytearray)

# MARK = b'(' and so on: the opcodes.
globals().update(_pickle._opcodes)
TRUE, FALSE = b'I01\n', b'I00\n'

__all__ = ['PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump',
           'dumps', 'load', 'loads', 'PickleBuffer', *sorted(_pickle._opcodes)]


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


def encode_long(x):
    """Two's complement, the little end first, in as few bytes as show the sign; b'' for 0."""
    if x == 0:
        return b''
    data = x.to_bytes((x.bit_length() >> 3) + 1, 'little', signed=True)
    if x < 0 and len(data) > 1 and data[-1] == 0xff and data[-2] & 0x80:
        data = data[:-1]
    return data


def decode_long(data):
    """The number that encode_long made `data` of."""
    return int.from_bytes(data, 'little', signed=True)


def whichmodule(obj, name):
    """The name of the module in which an object of this name lives."""
    import sys
    found = getattr(obj, '__module__', None)
    if found is not None:
        return found
    for module_name, module in list(sys.modules.items()):
        if module_name == '__main__' or module is None:
            continue
        try:
            if _getattribute(module, name)[0] is obj:
                return module_name
        except AttributeError:
            pass
    return '__main__'


def _getattribute(obj, name):
    """The object of a dotted name, and the one it was found in."""
    parent = obj
    for part in name.split('.'):
        if part == '<locals>':
            raise AttributeError(f"Can't get local attribute {name!r} on {obj!r}")
        try:
            parent, obj = obj, getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {obj!r}") from None
    return obj, parent
