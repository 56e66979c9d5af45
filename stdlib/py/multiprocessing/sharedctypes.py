"""Values and arrays in memory that processes share."""

import ctypes
import operator

from . import get_context
from .context import assert_spawning
from .heap import Block

__all__ = ['Array', 'RawArray', 'RawValue', 'Value', 'copy', 'synchronized']

typecode_to_type = {
    'c': ctypes.c_char, 'u': ctypes.c_wchar, 'b': ctypes.c_byte, 'B': ctypes.c_ubyte,
    'h': ctypes.c_short, 'H': ctypes.c_ushort, 'i': ctypes.c_int, 'I': ctypes.c_uint,
    'l': ctypes.c_long, 'L': ctypes.c_ulong, 'q': ctypes.c_longlong, 'Q': ctypes.c_ulonglong,
    'f': ctypes.c_float, 'd': ctypes.c_double,
}


def _new_value(type_):
    return rebuild_ctype(type_, Block(ctypes.sizeof(type_)), None)


def rebuild_ctype(type_, block, length):
    if length is not None:
        type_ = type_ * length
    obj = type_.from_buffer(block.view())
    obj._shared_block = block
    return obj


def _type_of(code):
    """A type may be given as itself or as the letter that array has for it."""
    return typecode_to_type.get(code, code)


def RawValue(typecode_or_type, *args):
    """A ctypes object in shared memory."""
    value = _new_value(_type_of(typecode_or_type))
    if args:
        value.__init__(*args)
    return value


def RawArray(typecode_or_type, size_or_initializer):
    """A ctypes array in shared memory: so many zeros, or these items."""
    try:
        size, items = operator.index(size_or_initializer), None
    except TypeError:
        size, items = len(size_or_initializer), size_or_initializer
    array = _new_value(_type_of(typecode_or_type) * size)
    if items is not None:
        array.__init__(*items)
    return array


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A value with a lock; get_obj() is the value itself."""
    return _with_lock(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """An array with a lock."""
    return _with_lock(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def _with_lock(obj, lock, ctx):
    if lock is False:
        return obj
    if lock is True or lock is None:
        lock = (ctx or get_context()).RLock()
    elif not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return synchronized(obj, lock, ctx)


def copy(obj):
    """Another of the same value, in shared memory."""
    new = _new_value(type(obj))
    memoryview(new._memory)[:] = obj._memory
    return new


def synchronized(obj, lock=None, ctx=None):
    """The wrapper that takes the lock for each access."""
    if isinstance(obj, SynchronizedBase):
        raise AssertionError('object already synchronized')
    return _wrapper_of(type(obj))(obj, lock, ctx or get_context())


def _wrapper_of(type_):
    if issubclass(type_, ctypes._SimpleCData):
        return Synchronized
    if not issubclass(type_, ctypes.Array):
        return _class_for(type_)
    return SynchronizedString if type_._type_ is ctypes.c_char else SynchronizedArray


_classes = {}


def _class_for(type_):
    """For a Structure: its fields as properties."""
    if type_ not in _classes:
        names = [field[0] for field in type_._fields_]
        _classes[type_] = type('Synchronized' + type_.__name__, (SynchronizedBase,),
                               {name: _locked(name) for name in names})
    return _classes[type_]


def _locked(name):
    def get(self):
        with self._lock:
            return getattr(self._obj, name)

    def set(self, value):
        with self._lock:
            setattr(self._obj, name, value)
    return property(get, set)


def reduce_ctype(obj):
    assert_spawning(obj)
    if isinstance(obj, ctypes.Array):
        return rebuild_ctype, (obj._type_, obj._shared_block, obj._length_)
    return rebuild_ctype, (type(obj), obj._shared_block, None)


class SynchronizedBase:
    """An object and the lock that guards it."""

    def __init__(self, obj, lock=None, ctx=None):
        self._obj, self._lock = obj, lock or (ctx or get_context(force=True)).RLock()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *details):
        return self._lock.__exit__(*details)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self.get_obj(), self.get_lock())

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'


class Synchronized(SynchronizedBase):
    value = _locked('value')


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value


class SynchronizedString(SynchronizedArray):
    value = _locked('value')
    raw = _locked('raw')


def _register():
    from .reduction import register
    for type_ in {*typecode_to_type.values(), ctypes.c_bool}:
        register(type_, reduce_ctype)


_register()
ctypes._CData.__reduce__ = reduce_ctype
