"""Abstract classes: with methods that a subclass has to define, and with subclasses that need not
inherit from them. What they know of their subclasses is kept in C, in _abc."""

from _abc import (_abc_init, _abc_instancecheck, _abc_register, _abc_subclasscheck, _get_dump,
                  _reset_caches, _reset_registry, get_cache_token)


def abstractmethod(funcobj):
    """Decorator: a class is abstract as long as it has this method. The innermost of several."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: @classmethod above @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractstaticmethod(staticmethod):
    """Deprecated: @staticmethod above @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractproperty(property):
    """Deprecated: @property above @abstractmethod."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """The metaclass of abstract classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        made = type.__new__(mcls, name, bases, namespace, **kwargs)
        _abc_init(made)
        return made

    def register(cls, subclass):
        """Let the class count as a subclass, though it inherits nothing. Returns it."""
        return _abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        return _abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        return _abc_subclasscheck(cls, subclass)

    def _dump_registry(cls, file=None):
        """Print what is known about the class, for debugging."""
        values = (f'{cls.__module__}.{cls.__qualname__}', get_cache_token(),
                  *map(repr, _get_dump(cls)))
        names = ('Class', 'Inv. counter', '_abc_registry', '_abc_cache', '_abc_negative_cache',
                 '_abc_negative_cache_version')
        for name, value in zip(names, values):
            print(f'{name}: {value}', file=file)

    def _abc_registry_clear(cls):
        _reset_registry(cls)

    def _abc_caches_clear(cls):
        _reset_caches(cls)


def update_abstractmethods(cls):
    """Look again which methods are abstract, after some were added. Returns the class."""
    if hasattr(cls, '__abstractmethods__'):
        names = {*cls.__dict__}.union(*[getattr(base, '__abstractmethods__', ())
                                        for base in cls.__bases__])
        cls.__abstractmethods__ = frozenset(
            name for name in names
            if getattr(getattr(cls, name, None), '__isabstractmethod__', False))
    return cls


class ABC(metaclass=ABCMeta):
    """A base for abstract classes: class C(ABC) in place of class C(metaclass=ABCMeta)."""

    __slots__ = ()
