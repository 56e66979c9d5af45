"""What containers, iterators and the like have to be able to do, as abstract classes.

Scripts know this module as collections.abc. Those with few methods count every class as a subclass
that has the methods; the others have to be inherited from, or registered with.
"""

import sys
from abc import ABCMeta, abstractmethod

__all__ = ['AsyncGenerator', 'AsyncIterable', 'AsyncIterator', 'Awaitable', 'ByteString',
           'Callable', 'Collection', 'Container', 'Coroutine', 'Generator', 'Hashable', 'ItemsView',
           'Iterable', 'Iterator', 'KeysView', 'Mapping', 'MappingView', 'MutableMapping',
           'MutableSequence', 'MutableSet', 'Reversible', 'Sequence', 'Set', 'Sized', 'ValuesView']

__name__ = 'collections.abc'        # For the classes' own sake.

# --- Types without a name of their own ---


def _generate():
    yield


async def _run():
    pass


async def _generate_async():
    yield

FunctionType, EllipsisType, GenericAlias = type(_generate), type(...), type(list[int])
generator, async_generator, mappingproxy = map(type, (_generate(), _generate_async(), vars(type)))
_coroutine = _run()
coroutine = type(_coroutine)
_coroutine.close()
dict_keys, dict_values, dict_items = map(type, ({}.keys(), {}.values(), {}.items()))
dict_keyiterator, dict_valueiterator, dict_itemiterator = map(
    lambda view: type(iter(view)), ({}, {}.values(), {}.items()))
bytes_iterator, bytearray_iterator, list_iterator, tuple_iterator, set_iterator, str_iterator = map(
    lambda kind: type(iter(kind())), (bytes, bytearray, list, tuple, set, str))
range_iterator, longrange_iterator = type(iter(range(0))), type(iter(range(1 << 1000)))
list_reverseiterator, zip_iterator = type(reversed([])), type(zip())
del _generate, _run, _generate_async, _coroutine


# --- Classes with a few methods ---

def _check_methods(C, *methods):
    """True if the class has all the methods and none is None, else NotImplemented."""
    for method in methods:
        for base in C.__mro__:
            if method in base.__dict__:
                break
        else:
            return NotImplemented
        if base.__dict__[method] is None:
            return NotImplemented
    return True


def _known_by(*methods):
    """A __subclasshook__ that asks for these methods, in the very class that has it."""
    def __subclasshook__(cls, C):
        if '__subclasshook__' in cls.__dict__:
            return _check_methods(C, *methods)
        return NotImplemented
    return classmethod(__subclasshook__)


class Hashable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__hash__')

    @abstractmethod
    def __hash__(self):
        return 0


class Awaitable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__await__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __await__(self):
        yield


def _throw(typ, val, tb):
    """What throw() does by default: raise it."""
    if val is None and tb is not None:
        val = typ()
    exc = typ if val is None else val
    raise exc if tb is None else exc.with_traceback(tb)


class Coroutine(Awaitable):
    __slots__ = ()
    __subclasshook__ = _known_by('__await__', 'send', 'throw', 'close')

    @abstractmethod
    def send(self, value):
        """Go on with this value; return the next one, or raise StopIteration."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Go on with this exception; return the next value, or raise StopIteration."""
        _throw(typ, val, tb)

    def close(self):
        """End it, with GeneratorExit where it stands."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError('coroutine ignored GeneratorExit')


class AsyncIterable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__aiter__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __aiter__(self):
        return AsyncIterator()


class AsyncIterator(AsyncIterable):
    __slots__ = ()
    __subclasshook__ = _known_by('__anext__', '__aiter__')

    @abstractmethod
    async def __anext__(self):
        """The next item, or StopAsyncIteration."""
        raise StopAsyncIteration

    def __aiter__(self):
        return self


class AsyncGenerator(AsyncIterator):
    __slots__ = ()
    __subclasshook__ = _known_by('__aiter__', '__anext__', 'asend', 'athrow', 'aclose')

    async def __anext__(self):
        return await self.asend(None)

    @abstractmethod
    async def asend(self, value):
        """Go on with this value; return the next one, or raise StopAsyncIteration."""
        raise StopAsyncIteration

    @abstractmethod
    async def athrow(self, typ, val=None, tb=None):
        """Go on with this exception; return the next value, or raise StopAsyncIteration."""
        _throw(typ, val, tb)

    async def aclose(self):
        """End it, with GeneratorExit where it stands."""
        try:
            await self.athrow(GeneratorExit)
        except (GeneratorExit, StopAsyncIteration):
            return
        raise RuntimeError('asynchronous generator ignored GeneratorExit')


class Iterable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__iter__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __iter__(self):
        yield from ()


class Iterator(Iterable):
    __slots__ = ()
    __subclasshook__ = _known_by('__iter__', '__next__')

    @abstractmethod
    def __next__(self):
        """The next item, or StopIteration."""
        raise StopIteration

    def __iter__(self):
        return self


class Reversible(Iterable):
    __slots__ = ()
    __subclasshook__ = _known_by('__reversed__', '__iter__')

    @abstractmethod
    def __reversed__(self):
        yield from ()


class Generator(Iterator):
    __slots__ = ()
    __subclasshook__ = _known_by('__iter__', '__next__', 'send', 'throw', 'close')

    def __next__(self):
        return self.send(None)

    @abstractmethod
    def send(self, value):
        """Go on with this value; return the next one, or raise StopIteration."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Go on with this exception; return the next value, or raise StopIteration."""
        _throw(typ, val, tb)

    def close(self):
        """End it, with GeneratorExit where it stands."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError('generator ignored GeneratorExit')


class Sized(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__len__')

    @abstractmethod
    def __len__(self):
        return 0


class Container(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__contains__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __contains__(self, x):
        return False


class Collection(Sized, Iterable, Container):
    __slots__ = ()
    __subclasshook__ = _known_by('__len__', '__iter__', '__contains__')


# --- Callable ---

def _is_parameters(what):
    """May it stand for the list of argument types, as `...` and a ParamSpec do?"""
    if what is Ellipsis or isinstance(what, list):
        return True
    kind = type(what)
    return (kind.__module__ == 'typing'
            and kind.__name__ in ('ParamSpec', '_ConcatenateGenericAlias'))


def _shown(what):
    """A type as one would write it in an annotation."""
    if isinstance(what, GenericAlias):
        return repr(what)
    if isinstance(what, type):
        module = '' if what.__module__ == 'builtins' else what.__module__ + '.'
        return module + what.__qualname__
    if what is Ellipsis:
        return '...'
    return what.__name__ if isinstance(what, FunctionType) else repr(what)


def _in_a_row(args):
    """Are the argument types of a Callable written out?"""
    return len(args) != 2 or not _is_parameters(args[0])


class _CallableGenericAlias(GenericAlias):
    """Callable[[argument types], result type]: __args__ has all of them in a row."""

    __slots__ = ()

    def __new__(cls, origin, args):
        if not isinstance(args, tuple) or len(args) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        parameters, result = args
        if isinstance(parameters, (tuple, list)):
            args = (*parameters, result)
        elif not _is_parameters(parameters):
            raise TypeError('Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                            f'Got {parameters}')
        return super().__new__(cls, origin, args)

    def __repr__(self):
        if not _in_a_row(self.__args__):
            return super().__repr__()
        *parameters, result = map(_shown, self.__args__)
        return f'collections.abc.Callable[[{", ".join(parameters)}], {result}]'

    def __reduce__(self):
        args = self.__args__
        if _in_a_row(args):
            args = list(args[:-1]), args[-1]
        return _CallableGenericAlias, (Callable, args)

    def __getitem__(self, item):
        # The base class substitutes; what comes of it gets this form again.
        if not isinstance(item, tuple):
            item = (item,)
        free = self.__parameters__
        if len(free) == 1 and _is_parameters(free[0]) and item and not _is_parameters(item[0]):
            item = (item,)
        args = super().__getitem__(item).__args__
        if not isinstance(args[0], (tuple, list)):
            args = list(args[:-1]), args[-1]
        return _CallableGenericAlias(Callable, tuple(args))


class Callable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _known_by('__call__')
    __class_getitem__ = classmethod(_CallableGenericAlias)

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False


# --- Sets ---

class Set(Collection):
    """A set of which a subclass defines __contains__, __iter__ and __len__.

    The operators make new sets with _from_iterable().
    """

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        """A new set, for classes whose constructor wants something other than an iterable."""
        return cls(it)

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) <= len(other) and all(item in other for item in self)

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) >= len(other) and all(item in self for item in other)

    def __lt__(self, other):
        return NotImplemented if not isinstance(other, Set) else \
            len(self) < len(other) and self.__le__(other)

    def __gt__(self, other):
        return NotImplemented if not isinstance(other, Set) else \
            len(self) > len(other) and self.__ge__(other)

    def __eq__(self, other):
        return NotImplemented if not isinstance(other, Set) else \
            len(self) == len(other) and self.__le__(other)

    def isdisjoint(self, other):
        """Have they no item in common?"""
        return not any(item in self for item in other)

    def _joined(self, other, choose):
        """A new set of what choose(self, other) gives, `other` being made a Set if need be."""
        if not isinstance(other, Iterable):
            return NotImplemented
        if not isinstance(other, Set):
            other = self._from_iterable(other)
        return self._from_iterable(choose(self, other))

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(item for item in other if item in self)

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(item for group in (self, other) for item in group)

    def __sub__(self, other):
        return self._joined(other, lambda a, b: (item for item in a if item not in b))

    def __rsub__(self, other):
        return self._joined(other, lambda a, b: (item for item in b if item not in a))

    def __xor__(self, other):
        return self._joined(other, lambda a, b: (a - b) | (b - a))

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def _hash(self):
        """A hash that equal sets share, whatever their class: __hash__ may call it.

        (A set is not hashable by itself, since it may be mutable.) It is that of frozenset.
        """
        return hash(frozenset(self))


Set.register(frozenset)


class MutableSet(Set):
    """A set of which a subclass defines add() and discard() as well."""

    __slots__ = ()

    @abstractmethod
    def add(self, value):
        """Put it in."""
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        """Take it out, if it is in."""
        raise NotImplementedError

    def remove(self, value):
        """Take it out; KeyError if it is not in."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        """Take something out and return it; KeyError if there is nothing."""
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        """Take everything out. (With pop(): slow.)"""
        try:
            while True:
                self.pop()
        except KeyError:
            pass

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
        else:
            for value in it:
                self.discard(value)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        for value in it if isinstance(it, Set) else self._from_iterable(it):
            change = self.discard if value in self else self.add
            change(value)
        return self


MutableSet.register(set)


# --- Mappings ---

class Mapping(Collection):
    """A mapping of which a subclass defines __getitem__, __iter__ and __len__."""

    __slots__ = ()
    __abc_tpflags__ = 1 << 6        # `case {...}` takes instances.
    __reversed__ = None

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def get(self, key, default=None):
        """The value of the key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        """A view of the keys, like a set."""
        return KeysView(self)

    def items(self):
        """A view of the pairs of key and value, like a set."""
        return ItemsView(self)

    def values(self):
        """A view of the values."""
        return ValuesView(self)

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) \
            else NotImplemented


Mapping.register(mappingproxy)


class MappingView(Sized):
    __slots__ = ('_mapping',)
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f'{type(self).__name__}({self._mapping!r})'


class KeysView(MappingView, Set):
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        yield from self._mapping


class ItemsView(MappingView, Set):
    __slots__ = ()
    _from_iterable = KeysView._from_iterable

    def __contains__(self, item):
        key, value = item
        try:
            found = self._mapping[key]
        except KeyError:
            return False
        return found is value or found == value

    def __iter__(self):
        for key in self._mapping:
            yield key, self._mapping[key]


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __contains__(self, value):
        return any(found is value or found == value for found in self)

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]


KeysView.register(dict_keys)
ItemsView.register(dict_items)
ValuesView.register(dict_values)
_ABSENT = object()


class MutableMapping(Mapping):
    """A mapping of which a subclass defines __setitem__ and __delitem__ as well."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=_ABSENT):
        """Take the key out and return its value; without it the default, or KeyError."""
        try:
            value = self[key]
        except KeyError:
            if default is _ABSENT:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        """Take out some pair of key and value; KeyError if there is none."""
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        """Take everything out. (With popitem(): slow.)"""
        try:
            while True:
                self.popitem()
        except KeyError:
            pass

    def update(self, other=(), /, **kwds):
        """Add the items of a mapping, of what has keys(), or of pairs; then the keywords."""
        if isinstance(other, Mapping) or hasattr(other, 'keys'):
            for key in other if isinstance(other, Mapping) else other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def setdefault(self, key, default=None):
        """The value of the key, which is the default if it is new."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default


MutableMapping.register(dict)


# --- Sequences ---

class Sequence(Reversible, Collection):
    """A sequence of which a subclass defines __getitem__ and __len__."""

    __slots__ = ()
    __abc_tpflags__ = 1 << 5        # `case [...]` takes instances.

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        index = 0
        while True:
            try:
                item = self[index]
            except IndexError:
                return
            yield item
            index += 1

    def __reversed__(self):
        for index in range(len(self) - 1, -1, -1):
            yield self[index]

    def __contains__(self, value):
        return any(item is value or item == value for item in self)

    def index(self, value, start=0, stop=None):
        """Where the value is first, from start and before stop; ValueError if it is not there."""
        if start is not None and start < 0:
            start = max(start + len(self), 0)
        if stop is not None and stop < 0:
            stop += len(self)
        while stop is None or start < stop:
            try:
                item = self[start]
            except IndexError:
                break
            if item is value or item == value:
                return start
            start += 1
        raise ValueError

    def count(self, value):
        """How often it is there."""
        return sum(item is value or item == value for item in self)


class ByteString(Sequence):
    """bytes and bytearray."""

    __slots__ = ()


class MutableSequence(Sequence):
    """A sequence of which a subclass defines __setitem__, __delitem__ and insert() as well."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        """Put the value before that index."""
        raise IndexError

    def append(self, value):
        """Put the value at the end."""
        self.insert(len(self), value)

    def extend(self, values):
        """Put all the values at the end."""
        for value in list(values) if values is self else values:
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        """Take the item out, by default the last, and return it."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        """Take out the first item that is equal to the value."""
        del self[self.index(value)]

    def clear(self):
        """Take everything out. (With pop(): slow.)"""
        try:
            while True:
                self.pop()
        except IndexError:
            pass

    def reverse(self):
        """Turn it round, in place."""
        last = len(self) - 1
        for index in range(len(self) // 2):
            self[index], self[last - index] = self[last - index], self[index]


for _abstract, _kinds in (
        (Coroutine, (coroutine,)), (AsyncGenerator, (async_generator,)), (Generator, (generator,)),
        (Iterator, (bytes_iterator, bytearray_iterator, dict_keyiterator, dict_valueiterator,
                    dict_itemiterator, list_iterator, list_reverseiterator, range_iterator,
                    longrange_iterator, set_iterator, str_iterator, tuple_iterator, zip_iterator)),
        (Sequence, (tuple, str, range, memoryview)), (ByteString, (bytes, bytearray)),
        (MutableSequence, (list, bytearray))):
    for _kind in _kinds:
        _abstract.register(_kind)
del _abstract, _kinds, _kind
