"""What pickle and copy should do with types that don't say so themselves."""

__all__ = ['pickle', 'constructor', 'add_extension', 'remove_extension', 'clear_extension_cache']

dispatch_table = {}


def _check_callable(function, what):
    if not callable(function):
        raise TypeError(f'{what} must be callable')


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Have things of this type reduced by this function."""
    _check_callable(pickle_function, 'reduction functions')
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """TypeError, if that cannot construct anything."""
    _check_callable(object, 'constructors')


def pickle_complex(c):
    return complex, (c.real, c.imag)


def pickle_union(obj):
    from functools import reduce
    from operator import or_
    return reduce, (or_, obj.__args__)


dispatch_table[complex] = pickle_complex
dispatch_table[type(int | str)] = pickle_union


# --- Protocols 0 and 1: an instance is its class, the C part that it is built upon, and its dict ---

_HEAPTYPE = 1 << 9      # of __flags__: made by a class statement
_new_type = type(object.__new__)


def _reconstructor(cls, base, state):
    """An instance whose C part is made from `state`."""
    made = object.__new__(cls) if base is object else base.__new__(cls, state)
    if base.__init__ is not object.__init__:
        base.__init__(made, state)
    return made


def _is_builtin(cls):
    if not getattr(cls, '__flags__', _HEAPTYPE) & _HEAPTYPE:
        return True
    new = cls.__new__
    return type(new) is _new_type and new.__self__ is cls


def _state_of(instance, proto):
    """What __getstate__() says; the default one does not do for slots."""
    cls = type(instance)
    getstate = getattr(instance, '__getstate__', None)
    if not getattr(instance, '__slots__', None):
        return getstate() if getstate else getattr(instance, '__dict__', None)
    if getstate is None:
        raise TypeError(f'cannot pickle {cls.__name__!r} object: a class that defines __slots__ '
                        f'without defining __getstate__ cannot be pickled with protocol {proto}')
    if cls.__getstate__ is object.__getstate__:
        raise TypeError('a class that defines __slots__ without defining __getstate__ '
                        'cannot be pickled')
    return getstate()


def _reduce_ex(self, proto):
    """object.__reduce_ex__ for protocols 0 and 1."""
    assert proto < 2
    cls = self.__class__
    base = next(filter(_is_builtin, cls.__mro__), object)
    if base is cls is not object:
        raise TypeError(f'cannot pickle {cls.__name__!r} object')
    how = cls, base, None if base is object else base(self)
    state = _state_of(self, proto)
    return (_reconstructor, how, state) if state else (_reconstructor, how)


# --- Later protocols ---

def __newobj__(cls, *args):
    """What protocol 2 pickles call; a function of this name is special to pickle."""
    return __newobj_ex__(cls, args, {})


def __newobj_ex__(cls, args, kwargs):
    """Likewise from protocol 4 on, with keyword arguments."""
    return cls.__new__(cls, *args, **kwargs)


def _private(cls, name):
    """A slot's name as the class statement spells it."""
    owner = cls.__name__.lstrip('_')
    if owner and name.startswith('__') and not name.endswith('__'):
        return f'_{owner}{name}'
    return name


def _slotnames(cls):
    """The names of all slots of the class and its bases that an instance's state is made of.

    Kept in the class as __slotnames__ once found."""
    names = cls.__dict__.get('__slotnames__')
    if names is None:
        names = []
        for base in cls.__mro__:
            slots = base.__dict__.get('__slots__', ())
            names += [_private(base, name) for name in ([slots] if isinstance(slots, str) else slots)
                      if name not in ('__dict__', '__weakref__')]
        try:
            cls.__slotnames__ = names
        except Exception:
            pass    # A class that allows no new attributes.
    return names


# --- Extension codes: small numbers for classes and functions, in pickles from protocol 2 on ---

_extension_registry = {}    # (module, name) -> code
_inverted_registry = {}     # code -> (module, name)
_extension_cache = {}       # code -> object; for pickle to fill


def _is_registered(key, code):
    return _extension_registry.get(key) == code and _inverted_registry.get(code) == key


def add_extension(module, name, code):
    """Let a code stand for a name of a module."""
    key, code = (module, name), int(code)
    if code not in range(1, 1 << 31):
        raise ValueError('code out of range')
    if _is_registered(key, code):
        return
    old = _extension_registry.setdefault(key, code)
    if old != code:
        raise ValueError(f'key {key} is already registered with code {old}')
    old = _inverted_registry.setdefault(code, key)
    if old != key:
        del _extension_registry[key]
        raise ValueError(f'code {code} is already in use for key {old}')


def remove_extension(module, name, code):
    """No longer."""
    key = module, name
    if not _is_registered(key, code):
        raise ValueError(f'key {key} is not registered with code {code}')
    del _extension_registry[key], _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
