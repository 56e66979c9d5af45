"""Values and arrays in memory that processes share."""

import ctypes

from . import get_context
from .context import assert_spawning
from .heap import Block

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

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


def RawValue(typecode_or_type, *args):
    """A ctypes object in shared memory."""
    obj = _new_value(typecode_to_type.get(typecode_or_type, typecode_or_type))
    if args:
        obj.__init__(*args)
    return obj


def RawArray(typecode_or_type, size_or_initializer):
    """A ctypes array in shared memory."""
    type_ = typecode_to_type.get(typecode_or_type, typecode_or_type)
    if isinstance(size_or_initializer, int):
        return _new_value(type_ * size_or_initializer)
    result = _new_value(type_ * len(size_or_initializer))
    result.__init__(*size_or_initializer)
    return result


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A value with a lock; get_obj() is the value itself."""
    return _with_lock(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """An array with a lock."""
    return _with_lock(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def _with_lock(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        lock = (ctx or get_context()).RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return synchronized(obj, lock, ctx=ctx)


def copy(obj):
    """Another of the same value, in shared memory."""
    new = _new_value(type(obj))
    memoryview(new._memory)[:] = obj._memory
    return new


def synchronized(obj, lock=None, ctx=None):
    """The wrapper that takes the lock for each access."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    ctx = ctx or get_context()
    if isinstance(obj, ctypes._SimpleCData):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, ctypes.Array):
        kind = SynchronizedString if obj._type_ is ctypes.c_char else SynchronizedArray
        return kind(obj, lock, ctx)
    return _class_for(type(obj))(obj, lock, ctx)


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
        self._obj = obj
        self._lock = lock or (ctx or get_context(force=True)).RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

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
