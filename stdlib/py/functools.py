"""Functions of functions: wrapping them, filling in arguments, remembering results, choosing one by
the type of an argument."""

__all__ = ['WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'cache', 'cached_property', 'cmp_to_key',
           'lru_cache', 'partial', 'partialmethod', 'reduce', 'singledispatch',
           'singledispatchmethod', 'total_ordering', 'update_wrapper', 'wraps']

from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce
from _thread import RLock
from abc import get_cache_token
from collections import namedtuple
from types import GenericAlias

# --- Wrappers ---

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make the wrapper look like what it wraps, and return it.

    The attributes named by `assigned` are copied, the dicts named by `updated` joined.
    """
    missing = object()
    for name in assigned:
        value = getattr(wrapped, name, missing)
        if value is not missing:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped       # Last: the other's own may have come with its dict.
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The decorator that calls update_wrapper() for the function below it."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- Orderings ---

# By what a comparison follows from the root, the one that the class has: each line is the root, the
# comparison, and what becomes of the root's answer.
_DERIVATIONS = (
    ('lt', 'gt', lambda answer, a, b: not answer and a != b),
    ('lt', 'le', lambda answer, a, b: answer or a == b),
    ('lt', 'ge', lambda answer, a, b: not answer),
    ('le', 'ge', lambda answer, a, b: not answer or a == b),
    ('le', 'lt', lambda answer, a, b: answer and a != b),
    ('le', 'gt', lambda answer, a, b: not answer),
    ('gt', 'lt', lambda answer, a, b: not answer and a != b),
    ('gt', 'ge', lambda answer, a, b: answer or a == b),
    ('gt', 'le', lambda answer, a, b: not answer),
    ('ge', 'le', lambda answer, a, b: not answer or a == b),
    ('ge', 'gt', lambda answer, a, b: answer and a != b),
    ('ge', 'lt', lambda answer, a, b: not answer),
)


def _derive(root, name, conclude):
    root_name = f'__{root}__'

    def method(self, other):
        answer = getattr(type(self), root_name)(self, other)
        return answer if answer is NotImplemented else conclude(answer, self, other)
    method.__name__ = f'__{name}__'
    method.__qualname__ = f'_{name}_from_{root}'       # Where pickle finds it.
    return method


globals().update({f'_{name}_from_{root}': _derive(root, name, conclude)
                  for root, name, conclude in _DERIVATIONS})


def total_ordering(cls):
    """Class decorator: from one of < <= > >= make the other three."""
    roots = [root for root in ('lt', 'le', 'gt', 'ge')
             if getattr(cls, f'__{root}__', None) is not getattr(object, f'__{root}__')]
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for root, name, _ in _DERIVATIONS:
        if root == roots[0] and name not in roots:
            setattr(cls, f'__{name}__', globals()[f'_{name}_from_{root}'])
    return cls


# --- Methods with arguments filled in ---

class partialmethod:
    """As partial(), for a method in the body of a class. The function may be a descriptor."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args, keywords = func.args + args, {**func.keywords, **keywords}
            func = func.func
        self.func, self.args, self.keywords = func, args, keywords

    def __repr__(self):
        kind = type(self)
        parts = [repr(each) for each in (self.func, *self.args)]
        parts += [f'{name}={value!r}' for name, value in self.keywords.items()]
        return f'{kind.__module__}.{kind.__qualname__}({", ".join(parts)})'

    def __get__(self, obj, cls=None):
        bind = getattr(self.func, '__get__', None)
        bound = self.func if bind is None else bind(obj, cls)
        if bound is self.func:
            return self._make_unbound_method().__get__(obj, cls)
        # The descriptor has put the instance into something of its own.
        result = partial(bound, *self.args, **self.keywords)
        if hasattr(bound, '__self__'):
            result.__self__ = bound.__self__
        return result

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


# --- Remembering results ---

_CacheInfo = namedtuple('CacheInfo', 'hits misses maxsize currsize')


def lru_cache(maxsize=128, typed=False):
    """Decorator: remember the results of the latest `maxsize` different calls, None for all.

    The arguments must be hashable. With typed, 3 and 3.0 are different. The function gets
    cache_info(), cache_clear() and cache_parameters(); its bare self is __wrapped__.
    """
    def decorate(function):
        cached = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        cached.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(cached, function)

    if callable(maxsize) and isinstance(typed, bool):       # @lru_cache without a call.
        function, maxsize = maxsize, 128
        return decorate(function)
    if maxsize is not None:
        if not isinstance(maxsize, int):
            raise TypeError('Expected first argument to be an integer, a callable, or None')
        maxsize = max(maxsize, 0)
    return decorate


def cache(user_function, /):
    """Decorator: remember the results of all different calls."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property that is computed at the first look, and is then an attribute of the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = RLock()

    def __set_name__(self, owner, name):
        if self.attrname not in (None, name):
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({self.attrname!r} and {name!r}).')
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on '
                            'it.')
        kept = getattr(instance, '__dict__', None)
        if kept is None:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to "
                            f"cache {name!r} property.")
        with self.lock:
            if name not in kept:        # Another thread may have been faster.
                value = self.func(instance)
                try:
                    kept[name] = value
                except TypeError:
                    raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} "
                                    f"instance does not support item assignment for caching "
                                    f"{name!r} property.") from None
            return kept[name]

    __class_getitem__ = classmethod(GenericAlias)


# --- Choosing by type ---

def _merge(sequences):
    """The C3 rule: repeatedly the first class that no sequence has behind its first place."""
    merged = []
    while sequences := [each for each in sequences if each]:
        for first, *_ in sequences:
            if not any(first in each[1:] for each in sequences):
                break
        else:
            raise RuntimeError('Inconsistent hierarchy')
        merged.append(first)
        sequences = [each[1:] if each[0] == first else each for each in sequences]
    return merged


def _c3_mro(cls, abcs=()):
    """The mro that the class had if it inherited from those of the abstract classes it belongs to.

    They come after the last base that is abstract itself, if they are no base's already.
    """
    bases = list(cls.__bases__)
    split = len(bases)
    while split and not hasattr(bases[split - 1], '__abstractmethods__'):
        split -= 1
    implied = [each for each in abcs if issubclass(cls, each)
               and not any(issubclass(base, each) for base in bases)]
    others = [each for each in abcs if each not in implied]
    groups = [bases[:split], implied, bases[split:]]
    return _merge([[cls], *[_c3_mro(base, others) for group in groups for base in group], *groups])


def _compose_mro(cls, types):
    """The mro of the class, with those of the types in it that it belongs to without inheriting."""
    inherited = set(cls.__mro__)
    types = [each for each in types
             if each not in inherited and hasattr(each, '__mro__')
             and not isinstance(each, GenericAlias) and issubclass(cls, each)]
    # Only the most special ones: a base of another comes along with that.
    types = [each for each in types
             if not any(each is not other and each in other.__mro__ for other in types)]
    implied = []
    for each in types:
        # A subclass of it that the class belongs to as well may bring several at once.
        groups = [[base for base in sub.__mro__ if base in types]
                  for sub in each.__subclasses__()
                  if sub not in inherited and issubclass(cls, sub)]
        groups.sort(key=len, reverse=True)
        for found in groups or [[each]]:
            implied += [base for base in found if base not in implied]
    return _c3_mro(cls, implied)


def _find_impl(cls, registry):
    """What is registered for the type nearest to the class."""
    match = None
    for each in _compose_mro(cls, registry.keys()):
        if match is None:
            match = each if each in registry else None
            continue
        # The next may be as near, if neither is inherited and neither is the other's subclass.
        if (each in registry and each not in cls.__mro__ and match not in cls.__mro__
                and not issubclass(match, each)):
            raise RuntimeError(f'Ambiguous dispatch: {match} or {each}')
        break
    return registry.get(match)


def _types_of(what):
    """The classes that a registration names: one, or those of a union; None if it is neither."""
    if isinstance(what, type):
        return (what,)
    from types import UnionType
    from typing import Union, get_args, get_origin
    if get_origin(what) in (Union, UnionType):
        return get_args(what)
    return None


def _annotated(func):
    """(the annotation of the first argument, its types) of a function that is registered itself."""
    if not getattr(func, '__annotations__', None):
        raise TypeError(f'Invalid first argument to `register()`: {func!r}. Use either '
                        '`@register(some_class)` or plain `@register` on an annotated function.')
    from typing import get_type_hints
    name, hint = next(iter(get_type_hints(func).items()))
    types = _types_of(hint)
    if types is None:
        raise TypeError(f'Invalid annotation for {name!r}. {hint!r} is not a class.')
    if not all(isinstance(each, type) for each in types):
        raise TypeError(f'Invalid annotation for {name!r}. {hint!r} not all arguments are classes.')
    return types


def singledispatch(func):
    """Decorator: a function with a variant for each type of its first argument.

        @singledispatch
        def show(thing): ...
        @show.register
        def _(thing: int): ...
        @show.register(list)
        def _(thing): ...
    """
    from types import MappingProxyType      # Late: most that import functools need neither.
    from weakref import WeakKeyDictionary

    registry = {object: func}
    chosen = WeakKeyDictionary()
    token = None        # Of the abstract classes' registrations, once there is one here.

    def dispatch(cls):
        """The variant for the class."""
        nonlocal token
        if token is not None and token != get_cache_token():
            chosen.clear()
            token = get_cache_token()
        variant = chosen.get(cls)
        if variant is None:
            variant = registry.get(cls) or _find_impl(cls, registry)
            chosen[cls] = variant
        return variant

    def register(cls, func=None):
        """Add a variant for the class. Without a function: the decorator that does so."""
        nonlocal token
        types = _types_of(cls)
        if types is None or not all(isinstance(each, type) for each in types):
            if func is not None:
                raise TypeError('Invalid first argument to `register()`. '
                                f'{cls!r} is not a class or union type.')
            func, types = cls, _annotated(cls)
        elif func is None:
            return lambda func: register(cls, func)
        for each in types:
            registry[each] = func
            if token is None and hasattr(each, '__abstractmethods__'):
                token = get_cache_token()
        chosen.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, '__name__', 'singledispatch function')
    wrapper.register, wrapper.dispatch = register, dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = chosen.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """The same for a method, by the type of the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.func = func
        self.dispatcher = singledispatch(func)

    def register(self, cls, method=None):
        """Add a variant for the class. Without a method: the decorator that does so."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def call(*args, **kwargs):
            variant = self.dispatcher.dispatch(args[0].__class__)
            return variant.__get__(obj, cls)(*args, **kwargs)
        call.__isabstractmethod__ = self.__isabstractmethod__
        call.register = self.register
        return update_wrapper(call, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
