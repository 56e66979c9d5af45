"""References that do not keep their object alive, and containers of such.

An entry of a container goes when the object does. So that none goes under the hands of somebody who
iterates, all iteration here is over a copy.
"""

import _collections_abc as _abc
import itertools
import sys
from _weakref import (CallableProxyType, ProxyType, ReferenceType, _remove_dead_weakref,
                      getweakrefcount, getweakrefs, proxy, ref)
from _weakrefset import WeakSet

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = ['CallableProxyType', 'ProxyType', 'ProxyTypes', 'ReferenceType', 'WeakKeyDictionary',
           'WeakMethod', 'WeakSet', 'WeakValueDictionary', 'finalize', 'getweakrefcount',
           'getweakrefs', 'proxy', 'ref']

_abc.MutableSet.register(WeakSet)


class WeakMethod(ref):
    """A reference to a bound method that lives as long as its object and its function.

    (The bound method itself is made anew at each look, and is gone at once.)
    """

    __slots__ = '_func_ref', '_meth_type', '_alive', '__weakref__'

    def __new__(cls, meth, callback=None):
        if not (hasattr(meth, '__self__') and hasattr(meth, '__func__')):
            raise TypeError(f'argument should be a bound method, not {type(meth)}')

        def died(_):
            # Whichever of the two is first.
            self = me()
            if self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = super().__new__(cls, meth.__self__, died)
        self._func_ref = ref(meth.__func__, died)
        self._meth_type = type(meth)
        self._alive = True
        me = ref(self)
        return self

    def __call__(self):
        owner, function = super().__call__(), self._func_ref()
        if owner is not None and function is not None:
            return self._meth_type(function, owner)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if self._alive and other._alive:
            return ref.__eq__(self, other) and self._func_ref == other._func_ref
        return self is other

    def __ne__(self, other):
        return NotImplemented if not isinstance(other, WeakMethod) else not self == other

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A reference that knows its key in a WeakValueDictionary."""

    __slots__ = ('key',)

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class _WeakMapping(_abc.MutableMapping):
    """What both mappings do. `_pairs` gives each living key with its value."""

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x}>'

    def items(self):
        return self._pairs()

    def keys(self):
        for key, value in self._pairs():
            yield key

    __iter__ = keys

    def values(self):
        for key, value in self._pairs():
            yield value

    def update(self, other=None, /, **kwargs):
        if other is not None:
            for key, value in (other if hasattr(other, 'items') else dict(other)).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return self._merged(self.copy(), other, other)

    def __ror__(self, other):
        return self._merged(self.__class__(), other, other, self)

    @staticmethod
    def _merged(new, other, *parts):
        if not isinstance(other, _abc.Mapping):
            return NotImplemented
        for part in parts:
            new.update(part)
        return new


class WeakValueDictionary(_WeakMapping):
    """A mapping that does not keep its values alive."""

    def __init__(self, other=(), /, **kw):
        me = ref(self)

        def remove(reference, _remove_dead=_remove_dead_weakref):
            self = me()
            if self is not None:
                _remove_dead(self.data, reference.key)

        self._remove = remove
        self.data = {}
        self.update(other, **kw)

    def _pairs(self):
        for key, reference in list(self.data.items()):
            value = reference()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = KeyedRef(value, self._remove, key)

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return self.get(key) is not None

    def get(self, key, default=None):
        reference = self.data.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def pop(self, key, *args):
        reference = self.data.pop(key, None)
        value = None if reference is None else reference()
        if value is not None:
            return value
        if not args:
            raise KeyError(key)
        return args[0]

    def popitem(self):
        while True:     # Ends with the KeyError of an empty dict.
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def valuerefs(self):
        """The references, of which some may be dead already."""
        return list(self.data.values())

    def itervaluerefs(self):
        return iter(self.valuerefs())

    def copy(self):
        return WeakValueDictionary(self)

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[deepcopy(key, memo)] = value
        return new


class WeakKeyDictionary(_WeakMapping):
    """A mapping that does not keep its keys alive."""

    def __init__(self, dict=None):
        me = ref(self)

        def remove(reference):
            self = me()
            if self is not None:
                self.data.pop(reference, None)

        self._remove = remove
        self.data = {}
        self.update(dict)

    def _pairs(self):
        for reference, value in list(self.data.items()):
            key = reference()
            if key is not None:
                yield key, value

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self.data
        except TypeError:
            return False

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def keyrefs(self):
        """The references, of which some may be dead already."""
        return list(self.data)

    def copy(self):
        return WeakKeyDictionary(self)

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[key] = deepcopy(value, memo)
        return new


class finalize:
    """Calls func(*args, **kwargs) when the object dies, and at the exit if it lives that long.

    It happens once: by then, or by calling the finalizer. The registry keeps the finalizer alive
    until that is done.
    """

    __slots__ = ()
    _registry = {}
    _index_iter = itertools.count()
    _registered_with_atexit = False
    _shutdown = False
    _dirty = False          # Are there new ones since the exit's list was made?

    class _Info:
        __slots__ = 'weakref', 'func', 'args', 'kwargs', 'atexit', 'index'

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registered_with_atexit:
            from atexit import register
            register(self._exitfunc)
            finalize._registered_with_atexit = True
        info = self._Info()
        info.weakref = ref(obj, self)
        info.func, info.args, info.kwargs = func, args, kwargs
        info.index = next(self._index_iter)
        info.atexit = finalize._dirty = True
        self._registry[self] = info

    def __call__(self, _=None):
        """Do it now, unless it is done; the function's result, or None."""
        info = self._registry.pop(self, None)
        if info is not None and not self._shutdown:
            return info.func(*info.args, **info.kwargs)

    def peek(self):
        """(obj, func, args, kwargs), or None if it is done."""
        info = self._registry.get(self)
        obj = None if info is None else info.weakref()
        if obj is not None:
            return obj, info.func, info.args, info.kwargs

    def detach(self):
        """As peek(), and never do it."""
        found = self.peek()
        if found is not None and self._registry.pop(self, None) is not None:
            return found

    @property
    def alive(self):
        """Is it still to be done?"""
        return self in self._registry

    @property
    def atexit(self):
        """Is it to be done at the exit?"""
        info = self._registry.get(self)
        return info is not None and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info is not None:
            info.atexit = bool(value)

    def __repr__(self):
        found = self.peek()
        state = 'dead' if found is None else f'for {type(found[0]).__name__!r} at {id(found[0]):#x}'
        return f'<{type(self).__name__} object at {id(self):#x}; {state}>'

    @classmethod
    def _exitfunc(cls):
        """Do what is left, the newest first. A finalizer may make more of them."""
        finalize._dirty = True
        try:
            while cls._registry:
                if finalize._dirty:
                    finalize._dirty = False
                    pending = sorted((info.index, each) for each, info in cls._registry.items()
                                     if info.atexit)
                if not pending:
                    break
                try:
                    pending.pop()[1]()
                except Exception:
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True       # What is not done by now is not done.
