"""Containers beside dict, list, set and tuple.

deque and defaultdict are written in C. OrderedDict, Counter, ChainMap and the classes that
namedtuple() makes are built on dict and tuple; UserDict, UserList and UserString wrap a dict, a
list and a str, for classes that override more than those allow.
"""

__all__ = ['ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString',
           'defaultdict', 'deque', 'namedtuple']

import _collections_abc as _abc
import sys as _sys

from _collections import _count_elements, _tuplegetter, defaultdict, deque
from itertools import chain as _chain, repeat as _repeat
from keyword import iskeyword as _iskeyword
from operator import eq as _eq, ge as _ge, itemgetter as _itemgetter, le as _le
from reprlib import recursive_repr as _recursive_repr

_abc.MutableSequence.register(deque)

_ABSENT = object()      # The argument that was not given.


# --- OrderedDict ---

class OrderedDict(dict):
    """A dict whose order is part of its value: it can be changed, and counts for equality."""

    def __init__(self, other=(), /, **kwds):
        self.__update(other, **kwds)

    def update(self, other=(), /, **kwds):
        """Add the items of a mapping or of an iterable of pairs, and then the keywords."""
        overridden = type(self).__setitem__ is not dict.__setitem__
        add = _abc.MutableMapping.update if overridden else dict.update
        add(self, other, **kwds)

    __update = update

    def move_to_end(self, key, last=True):
        """Make the key the last one, or the first. KeyError if it is not there."""
        value = dict.pop(self, key)
        others = () if last else list(dict.items(self))
        if others:
            dict.clear(self)
        dict.__setitem__(self, key, value)
        dict.update(self, others)

    def popitem(self, last=True):
        """Take out the last pair of key and value, or the first."""
        if not self:
            raise KeyError('dictionary is empty')
        key = next(dict.__reversed__(self) if last else dict.__iter__(self))
        return key, dict.pop(self, key)

    def pop(self, key, default=_ABSENT):
        """Take out the key and return its value; without the key the default, or KeyError."""
        return dict.pop(self, key, *(() if default is _ABSENT else (default,)))

    def setdefault(self, key, default=None):
        """The value of the key, which is the default if it is new."""
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self):
        """Take out everything."""
        dict.clear(self)

    def copy(self):
        """A shallow copy, of the same class."""
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new one with these keys, all with this value."""
        new = cls()
        for key in iterable:
            new[key] = value
        return new

    @_recursive_repr()
    def __repr__(self):
        pairs = list(self.items())
        return f'{type(self).__name__}({pairs if pairs else ""})'

    def __reduce__(self):
        return type(self), (), self.__getstate__(), None, iter(self.items())

    def __eq__(self, other):
        if isinstance(other, OrderedDict) and not all(map(_eq, self, other)):
            return False
        return dict.__eq__(self, other)

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = None

    def __or__(self, other):
        return _merged(self, self, other)

    def __ror__(self, other):
        return _merged(self, other, self)

    def __ior__(self, other):
        self.update(other)
        return self


def _merged(self, left, right):
    """left | right, for the class of self."""
    if not (isinstance(left, dict) and isinstance(right, dict)):
        return NotImplemented
    new = self.__class__(left)
    new.update(right)
    return new


# --- namedtuple ---

def _renamed(names):
    """The names with a number in place of each that would be refused."""
    seen = set()
    for index, name in enumerate(names):
        usable = name.isidentifier() and not _iskeyword(name) and name[0] != '_'
        yield name if usable and name not in seen else f'_{index}'
        seen.add(name)


def _check_names(typename, names, rename):
    for name in [typename, *names]:
        if not name.isidentifier():
            what = 'must be valid identifiers'
        elif _iskeyword(name):
            what = 'cannot be a keyword'
        else:
            continue
        raise ValueError(f'Type names and field names {what}: {name!r}')
    for index, name in enumerate(names):
        if name[0] == '_' and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if name in names[:index]:
            raise ValueError(f'Encountered duplicate field name: {name!r}')


def _new_method(typename, names, defaults):
    """__new__, the one part that is made from text, for a signature with the fields' names."""
    listed = ', '.join(names) + ',' * (len(names) == 1)
    scope = {'_new': tuple.__new__, '__builtins__': {}, '__name__': f'namedtuple_{typename}'}
    method = eval(f'lambda _cls, {listed}: _new(_cls, ({listed}))', scope)
    method.__name__ = '__new__'
    method.__doc__ = f'Create new instance of {typename}({listed})'
    method.__defaults__ = defaults
    return method, listed


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A subclass of tuple whose items have names, too.

        Point = namedtuple('Point', 'x y')
        p = Point(1, y=2)
        p.x + p[1], p._asdict(), p._replace(x=5)

    The names are a list or text. With rename, those that can't be are replaced by _ and a number.
    The defaults are for the last fields.
    """
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    typename = _sys.intern(str(typename))
    names = [str(name) for name in field_names]
    if rename:
        names = list(_renamed(names))
    _check_names(typename, names, rename)
    names = tuple(map(_sys.intern, names))
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(names):
            raise TypeError('Got more default values than field names')
    new, listed = _new_method(typename, names, defaults)
    form = '(' + ', '.join([f'{name}=%r' for name in names]) + ')'

    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != len(names):
            raise TypeError(f'Expected {len(names)} arguments, got {len(result)}')
        return result

    _make.__doc__ = f'Make a new {typename} object from a sequence or iterable'

    def _replace(self, /, **kwds):
        result = self._make([kwds.pop(name, value) for name, value in zip(names, self)])
        if kwds:
            raise ValueError(f'Got unexpected field names: {list(kwds)!r}')
        return result

    _replace.__doc__ = f'Return a new {typename} object replacing specified fields with new values'

    def __repr__(self):
        """The name and the fields."""
        return self.__class__.__name__ + form % tuple(self)

    def _asdict(self):
        """The fields as a dict."""
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        """What a copy is made from: the plain tuple."""
        return tuple(self)

    members = {'__doc__': f'{typename}({listed})', '__slots__': (), '__match_args__': names,
               '_fields': names,
               '_field_defaults': dict(zip(names[len(names) - len(defaults or ()):],
                                           defaults or ()))}
    for method in (new, _make, _replace, __repr__, _asdict, __getnewargs__):
        method.__qualname__ = f'{typename}.{method.__name__}'
        members[method.__name__] = method
    members['_make'] = classmethod(_make)
    for index, name in enumerate(names):
        members[name] = _tuplegetter(index, _sys.intern(f'Alias for field number {index}'))
    made = type(typename, (tuple,), members)

    # Pickle looks for the class in its module, which is the caller's.
    if module is None:
        module = _sys._getframe(1).f_globals.get('__name__', '__main__')
    made.__module__ = module
    return made


# --- Counter ---

def _count_test(compare, doc):
    """A comparison of two Counters that holds when it does for the counts of every element."""
    def test(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all([compare(self[item], other[item]) for item in _chain(self, other)])
    return _named(test, compare.__name__, doc)


def _count_operator(name, combine, doc):
    """An operator that keeps the elements for which combine(count, other count) is positive."""
    def method(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for item in _chain(self, [item for item in other if item not in self]):
            count = combine(self[item], other[item])
            if count > 0:
                result[item] = count
        return result

    def in_place(self, other):
        for item in _chain(list(self), [item for item in other if item not in self]):
            count = combine(self[item], other[item])
            if count > 0:
                self[item] = count
            else:
                del self[item]
        return self
    return _named(method, name, doc), _named(in_place, 'i' + name, doc + ' Changes this one.')


def _named(method, name, doc):
    method.__name__ = f'__{name}__'
    method.__qualname__ = f'Counter.__{name}__'
    method.__doc__ = doc
    return method


class Counter(dict):
    """How often each thing occurs: a dict from elements to counts, where what is missing has 0.

        c = Counter('which witch')
        c['h'], c.most_common(2), c + Counter(h=1)

    Counts may be negative; the operators drop those that are not positive.
    """

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **kwds):
        """Count the elements of the iterable; or add the counts of a mapping, or the keywords."""
        if isinstance(iterable, _abc.Mapping):
            if self:
                for item, count in iterable.items():
                    self[item] = count + self.get(item, 0)
            else:
                super().update(iterable)
        elif iterable is not None:
            _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """As update(), but counts down. What gets below zero is kept."""
        if isinstance(iterable, _abc.Mapping):
            for item, count in iterable.items():
                self[item] = self.get(item, 0) - count
        elif iterable is not None:
            for item in iterable:
                self[item] = self.get(item, 0) - 1
        if kwds:
            self.subtract(kwds)

    def total(self):
        """The sum of all counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """Pairs of element and count, the highest counts first; only n of them if n is given."""
        by_count = _itemgetter(1)
        if n is None:
            return sorted(self.items(), key=by_count, reverse=True)
        from heapq import nlargest
        return nlargest(n, self.items(), by_count)

    def elements(self):
        """Iterates over the elements, each as often as it counts."""
        return _chain.from_iterable(map(_repeat, self.keys(), self.values()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        # Would a key that comes twice count twice?
        raise NotImplementedError(
            'Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def copy(self):
        """A shallow copy, of the same class."""
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def __repr__(self):
        if not self:
            return f'{type(self).__name__}()'
        try:
            counts = dict(self.most_common())
        except TypeError:       # The counts have no order.
            counts = dict(self)
        return f'{type(self).__name__}({counts!r})'

    __eq__ = _count_test(_eq, 'Does every element have the same count in both?')
    __le__ = _count_test(_le, 'Does no element have more than in the other?')
    __ge__ = _count_test(_ge, 'Does no element have less than in the other?')
    __hash__ = None

    def __ne__(self, other):
        return NotImplemented if not isinstance(other, Counter) else not self == other

    def __lt__(self, other):
        return NotImplemented if not isinstance(other, Counter) else self <= other != self

    def __gt__(self, other):
        return NotImplemented if not isinstance(other, Counter) else self >= other != self

    __add__, __iadd__ = _count_operator('add', lambda a, b: a + b, 'Sums of the counts.')
    __sub__, __isub__ = _count_operator('sub', lambda a, b: a - b, 'Differences of the counts.')
    __or__, __ior__ = _count_operator('or', lambda a, b: b if a < b else a, 'The higher counts.')
    __and__, __iand__ = _count_operator('and', lambda a, b: a if a < b else b, 'The lower counts.')

    def __pos__(self):
        """The counts above zero."""
        return self + Counter()

    def __neg__(self):
        """The counts below zero, with the sign turned."""
        return Counter() - self


# --- ChainMap ---

class ChainMap(_abc.MutableMapping):
    """Several mappings seen as one: the first of its list `maps` that has a key has the say.

    What is written or deleted is so in the first.
    """

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]     # A defaultdict has a key when it is asked for it.
            except KeyError:
                continue
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def __iter__(self):
        keys = {}
        for mapping in reversed(self.maps):
            keys |= dict.fromkeys(mapping)
        return iter(keys)

    def __len__(self):
        return len(set().union(*self.maps))

    def __bool__(self):
        return any(self.maps)

    @_recursive_repr()
    def __repr__(self):
        return type(self).__name__ + '(' + ', '.join([repr(each) for each in self.maps]) + ')'

    @classmethod
    def fromkeys(cls, iterable, *args):
        """One over a single dict with these keys."""
        return cls(dict.fromkeys(iterable, *args))

    def new_child(self, m=None, **kwargs):
        """One with another mapping before these: m, or a new dict, with the keywords in it."""
        child = {} if m is None else m
        if kwargs:
            child.update(kwargs)
        return self.__class__(child, *self.maps)

    @property
    def parents(self):
        """The same without the first mapping."""
        return self.__class__(*self.maps[1:])

    def copy(self):
        """One over a copy of the first mapping and the very others."""
        return self.__class__(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        with _FirstLacks(key):
            del self.maps[0][key]

    def pop(self, key, *args):
        """Take the key out of the first mapping and return its value."""
        with _FirstLacks(key):
            return self.maps[0].pop(key, *args)

    def popitem(self):
        """Take a pair out of the first mapping."""
        if not self.maps[0]:
            raise KeyError('No keys found in the first mapping.')
        return self.maps[0].popitem()

    def clear(self):
        """Empty the first mapping."""
        self.maps[0].clear()

    def __or__(self, other):
        if not isinstance(other, _abc.Mapping):
            return NotImplemented
        new = self.copy()
        new.maps[0].update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, _abc.Mapping):
            return NotImplemented
        return self.__class__({**other, **self})

    def __ior__(self, other):
        self.maps[0].update(other)
        return self


class _FirstLacks:
    """Around a search of a ChainMap's first mapping: says where the key was not found."""

    def __init__(self, key):
        self.key = key

    def __enter__(self):
        pass

    def __exit__(self, kind, value, traceback):
        if kind is KeyError:
            raise KeyError(f'Key not found in the first mapping: {self.key!r}')


# --- Wrappers: the thing itself is their `data` ---

def _bare(value):
    """What a wrapper wraps; anything else as it is."""
    return value.data if isinstance(value, (UserDict, UserList, UserString)) else value


def _copied(self):
    """A copy of a wrapper with a copy of its data, whatever its __init__ wants."""
    new = self.__class__.__new__(self.__class__)
    new.__dict__.update(self.__dict__)
    new.__dict__['data'] = self.data.copy()
    return new


def _passed_on(*names, wrap=False):
    """Methods that are the data's own; with wrap, what they give becomes one of the class.

    Arguments that are wrappers are unwrapped. To be called in a class, whose namespace it fills.
    """
    def pass_on(name):
        def method(self, /, *args, **kwds):
            result = getattr(self.data, name)(*[_bare(each) for each in args], **kwds)
            return self.__class__(result) if wrap else result
        method.__name__ = name
        method.__qualname__ = f'{scope["__qualname__"]}.{name}'
        return method

    scope = _sys._getframe(1).f_locals
    for name in names:
        scope[name] = pass_on(name)


_COMPARISONS = ('__eq__', '__lt__', '__le__', '__gt__', '__ge__')


class UserDict(_abc.MutableMapping):
    """A mapping around a dict."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        self.update(kwargs)

    _passed_on('__len__', '__iter__', '__contains__', '__repr__', '__delitem__')

    def __getitem__(self, key):
        if key not in self.data and hasattr(type(self), '__missing__'):
            return type(self).__missing__(self, key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __or__(self, other):
        other = _bare(other)
        return self.__class__(self.data | other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        other = _bare(other)
        return self.__class__(other | self.data) if isinstance(other, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= _bare(other)
        return self

    __copy__ = _copied

    def copy(self):
        if type(self) is UserDict:
            return UserDict(self.data.copy())
        # A subclass may want to see each item: it gets them through update().
        data, self.data = self.data, {}
        try:
            new = _copied(self)
        finally:
            self.data = data
        new.update(self)
        return new

    @classmethod
    def fromkeys(cls, iterable, value=None):
        new = cls()
        for key in iterable:
            new[key] = value
        return new


class UserList(_abc.MutableSequence):
    """A sequence around a list."""

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_bare(initlist))

    _passed_on(*_COMPARISONS, '__contains__', '__len__', '__repr__', '__setitem__', '__delitem__',
               'append', 'insert', 'pop', 'remove', 'clear', 'count', 'index', 'reverse', 'sort',
               'extend')
    _passed_on('__mul__', '__rmul__', wrap=True)

    def __getitem__(self, i):
        found = self.data[i]
        return self.__class__(found) if isinstance(i, slice) else found

    def __add__(self, other):
        return self.__class__(self.data + self.__as_list(other))

    def __radd__(self, other):
        return self.__class__(self.__as_list(other) + self.data)

    def __iadd__(self, other):
        self.data += self.__as_list(other)
        return self

    def __imul__(self, n):
        self.data *= n
        return self

    @staticmethod
    def __as_list(other):
        other = _bare(other)
        return other if isinstance(other, list) else list(other)

    def copy(self):
        return self.__class__(self)

    __copy__ = _copied


class UserString(_abc.Sequence):
    """A sequence around a str. Methods that give text give the class."""

    def __init__(self, seq):
        seq = _bare(seq)
        self.data = seq if isinstance(seq, str) else str(seq)

    _passed_on(*_COMPARISONS, '__hash__', '__repr__', '__str__', '__len__', '__contains__',
               'count', 'endswith', 'find', 'format', 'format_map', 'index', 'isalnum', 'isalpha',
               'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower', 'isnumeric',
               'isprintable', 'isspace', 'istitle', 'isupper', 'join', 'partition', 'rfind',
               'rindex', 'rpartition', 'rsplit', 'split', 'splitlines', 'startswith')
    _passed_on('__getitem__', '__mul__', '__rmul__', 'capitalize', 'casefold', 'center',
               'expandtabs', 'ljust', 'lower', 'lstrip', 'removeprefix', 'removesuffix', 'replace',
               'rjust', 'rstrip', 'strip', 'swapcase', 'title', 'translate', 'upper', 'zfill',
               wrap=True)
    maketrans = str.maketrans

    def encode(self, encoding='utf-8', errors='strict'):
        return self.data.encode(encoding or 'utf-8', errors or 'strict')

    def __add__(self, other):
        return self.__class__(self.data + str(other))

    def __radd__(self, other):
        return self.__class__(str(other) + self.data)

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __getnewargs__(self):
        return (self.data,)
