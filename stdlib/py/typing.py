"""Type hints: what stands in annotations, at run time.

Nothing is checked here. The objects know their parts (get_origin, get_args), take types for their
type variables when they are subscripted, and else only are there:

    special forms       Any, Union, Optional, Callable, Literal, ClassVar, Final, Annotated, ...
    type variables      TypeVar, ParamSpec, TypeVarTuple; Generic and Protocol are for their classes
    aliases             List, Dict, Deque, ... for classes that can be subscripted themselves
    kinds of classes    NamedTuple, TypedDict, NewType
"""

import collections
import collections.abc as _abc
import contextlib
import functools
import re as stdlib_re
import sys
import types
from abc import abstractmethod
from types import GenericAlias

import _typing_core

globals().update({_name: _value for _name, _value in vars(_typing_core).items()
                  if not _name.startswith('__')})

__all__ = [
    'AbstractSet', 'Annotated', 'Any', 'AnyStr', 'AsyncContextManager', 'AsyncGenerator',
    'AsyncIterable', 'AsyncIterator', 'Awaitable', 'BinaryIO', 'ByteString', 'Callable', 'ChainMap',
    'ClassVar', 'Collection', 'Concatenate', 'Container', 'ContextManager', 'Coroutine', 'Counter',
    'DefaultDict', 'Deque', 'Dict', 'Final', 'ForwardRef', 'FrozenSet', 'Generator', 'Generic',
    'Hashable', 'IO', 'ItemsView', 'Iterable', 'Iterator', 'KeysView', 'List', 'Literal',
    'LiteralString', 'Mapping', 'MappingView', 'Match', 'MutableMapping', 'MutableSequence',
    'MutableSet', 'NamedTuple', 'Never', 'NewType', 'NoReturn', 'NotRequired', 'Optional',
    'OrderedDict', 'ParamSpec', 'ParamSpecArgs', 'ParamSpecKwargs', 'Pattern', 'Protocol',
    'Required', 'Reversible', 'Self', 'Sequence', 'Set', 'Sized', 'SupportsAbs', 'SupportsBytes',
    'SupportsComplex', 'SupportsFloat', 'SupportsIndex', 'SupportsInt', 'SupportsRound',
    'TYPE_CHECKING', 'Text', 'TextIO', 'Tuple', 'Type', 'TypeAlias', 'TypeGuard', 'TypeVar',
    'TypeVarTuple', 'TypedDict', 'Union', 'Unpack', 'ValuesView', 'assert_never', 'assert_type',
    'cast', 'clear_overloads', 'dataclass_transform', 'final', 'get_args', 'get_origin',
    'get_overloads', 'get_type_hints', 'is_typeddict', 'no_type_check', 'no_type_check_decorator',
    'overload', 'reveal_type', 'runtime_checkable']

TYPE_CHECKING = False


# --- Questions ---

def get_origin(tp):
    """What was subscripted: list for List[int], None for what was not."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, _UnionType):
        return _UnionType
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    return Generic if tp is Generic else None


def get_args(tp):
    """What it was subscripted with, as a tuple."""
    if isinstance(tp, _AnnotatedAlias):
        return tp.__origin__, *tp.__metadata__
    if not isinstance(tp, (_GenericAlias, GenericAlias, _UnionType)):
        return ()
    args = tp.__args__
    if not isinstance(tp, _UnionType) and _is_flat_callable(tp, args):
        return list(args[:-1]), args[-1]
    return args


def is_typeddict(tp):
    """Is it a class made with TypedDict?"""
    return isinstance(tp, _TypedDictMeta)


def _strip_annotations(t):
    """The type without what Annotated, Required and NotRequired add."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, '__origin__', None) in (Required, NotRequired):
        return _strip_annotations(t.__args__[0])
    if not isinstance(t, (_GenericAlias, GenericAlias, _UnionType)):
        return t
    args = tuple([_strip_annotations(arg) for arg in t.__args__])
    return t if args == t.__args__ else _with_args(t, args)


def _evaluated(annotations, globalns, localns, **reference):
    """The annotations as types; `reference` is for those that are text."""
    hints = {}
    for name, value in annotations.items():
        if isinstance(value, str):
            value = ForwardRef(value, **reference)
        hints[name] = _eval_type(type(None) if value is None else value, globalns, localns)
    return hints


def _class_hints(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        annotations = base.__dict__.get('__annotations__', {})
        if isinstance(annotations, types.GetSetDescriptorType):
            continue
        outer, inner = globalns, localns
        if outer is None:
            outer = getattr(sys.modules.get(base.__module__), '__dict__', {})
        if inner is None:
            inner = dict(vars(base))
            if globalns is None:        # The module's names count before those of the class.
                outer, inner = inner, outer
        hints |= _evaluated(annotations, outer, inner, is_argument=False, is_class=True)
    return hints


_WITHOUT_HINTS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
                  types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class with its bases, a module or a function, evaluated where they are
    text. What Annotated adds is left out, unless include_extras is true."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    if isinstance(obj, type):
        hints = _class_hints(obj, globalns, localns)
    else:
        is_module = isinstance(obj, types.ModuleType)
        if globalns is None:
            inner = obj
            while hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
            globalns = obj.__dict__ if is_module else getattr(inner, '__globals__', {})
        annotations = getattr(obj, '__annotations__', None)
        if annotations is None:
            if not isinstance(obj, _WITHOUT_HINTS):
                raise TypeError(f'{obj!r} is not a module, class, method, or function.')
            return {}
        hints = _evaluated(annotations, globalns, globalns if localns is None else localns,
                           is_argument=not is_module)
    if include_extras:
        return hints
    return {name: _strip_annotations(hint) for name, hint in hints.items()}


# --- For type checkers; they do little or nothing here ---

def cast(typ, val):
    """The value, which is to be taken for one of the type."""
    return val


def assert_type(val, typ, /):
    """The value, which should be known to be of the type."""
    return val


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    """Call it where no value can get to."""
    text = repr(arg)
    if len(text) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        text = text[:_ASSERT_NEVER_REPR_MAX_LENGTH] + '...'
    raise AssertionError(f'Expected code to be unreachable, but got: {text}')


def reveal_type(obj, /):
    """Print the value's type to standard error, and return the value."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def no_type_check(arg):
    """Decorator: the annotations of the function, or in the class, are something else."""
    if isinstance(arg, type):
        for name in dir(arg):
            member = getattr(arg, name)
            function = getattr(member, '__func__', member)
            own = f'{arg.__qualname__}.{getattr(member, "__name__", name)}'
            if (getattr(member, '__module__', None) == arg.__module__
                    and getattr(member, '__qualname__', '') == own):
                if isinstance(member, type):
                    no_type_check(member)
                elif isinstance(function, types.FunctionType):
                    function.__no_type_check__ = True
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    """Decorator of a decorator, that it do the same."""
    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


def _overload_dummy(*args, **kwds):
    raise NotImplementedError('You should not call an overloaded function. A series of '
                              '@overload-decorated functions outside a stub module should always '
                              'be followed by an implementation that is not @overload-ed.')


# (module, qualified name): {line: function}
_overload_registry = {}


def _overload_key(func):
    bare = getattr(func, '__func__', func)
    return bare, (bare.__module__, bare.__qualname__)


def overload(func):
    """Decorator: one of several signatures; the function proper follows without it."""
    try:
        bare, key = _overload_key(func)
        _overload_registry.setdefault(key, {})[bare.__code__.co_firstlineno] = func
    except AttributeError:
        pass        # Not a function, and nothing that get_overloads() could find.
    return _overload_dummy


def get_overloads(func):
    """The signatures that were given for the function."""
    return list(_overload_registry.get(_overload_key(func)[1], {}).values())


def clear_overloads():
    """Forget all signatures."""
    _overload_registry.clear()


def final(f):
    """Decorator: nobody overrides the method, or inherits from the class."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        field_specifiers=(), **kwargs):
    """Decorator: what it decorates makes classes like dataclasses."""
    given = locals()

    def decorate(what):
        what.__dataclass_transform__ = given
        return what
    return decorate


# --- The aliases ---

T, KT, VT = map(TypeVar, ('T', 'KT', 'VT'))
T_co, V_co, VT_co = (TypeVar(name, covariant=True) for name in ('T_co', 'V_co', 'VT_co'))
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)

# How many arguments each takes.
for _count, _origins in enumerate((
        (_abc.Hashable, _abc.Sized, _abc.ByteString),
        (_abc.Awaitable, _abc.AsyncIterable, _abc.AsyncIterator, _abc.Iterable, _abc.Iterator,
         _abc.Reversible, _abc.Container, _abc.Collection, _abc.MutableSet, _abc.Sequence,
         _abc.MutableSequence, _abc.MappingView, _abc.KeysView, _abc.ValuesView,
         collections.Counter, stdlib_re.Pattern, stdlib_re.Match),
        (_abc.Mapping, _abc.MutableMapping, _abc.ItemsView, _abc.AsyncGenerator,
         collections.OrderedDict, collections.ChainMap),
        (_abc.Coroutine, _abc.Generator))):
    for _each in _origins:
        globals()[_each.__name__] = _SpecialGenericAlias(_each, _count)
for _name, _each, _count in (
        ('AbstractSet', _abc.Set, 1), ('Deque', collections.deque, 1),
        ('DefaultDict', collections.defaultdict, 2),
        ('ContextManager', contextlib.AbstractContextManager, 1),
        ('AsyncContextManager', contextlib.AbstractAsyncContextManager, 1)):
    globals()[_name] = _SpecialGenericAlias(_each, _count, name=_name)
for _name, _each, _count in (('List', list, 1), ('Set', set, 1), ('FrozenSet', frozenset, 1),
                             ('Dict', dict, 2), ('Type', type, 1)):
    globals()[_name] = _SpecialGenericAlias(_each, _count, inst=False, name=_name)
del _name, _each, _count, _origins

Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
Tuple.__doc__ = 'Tuple[X, Y] is a pair of an X and a Y, Tuple[X, ...] has any number of them.'
Text = str


# --- Protocols of builtin functions ---

@runtime_checkable
class SupportsInt(Protocol):
    """Has __int__()."""

    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """Has __float__()."""

    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """Has __complex__()."""

    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """Has __bytes__()."""

    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """Has __index__()."""

    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """Has __abs__(), which gives a T_co."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """Has __round__(), which gives a T_co."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


# --- NamedTuple ---

_RESERVED = {'__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults',
             '_field_types', '_make', '_replace', '_asdict', '_source'}


def _make_nmtuple(name, fields, module, defaults=()):
    fields = {field: _type_check(kind, f'field {field} annotation must be a type')
              for field, kind in fields}
    made = collections.namedtuple(name, fields, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = fields
    return made


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if any(base is not _NamedTuple and base is not Generic for base in bases):
            raise TypeError('can only inherit from a NamedTuple type and Generic')
        fields = ns.get('__annotations__', {})
        defaults = [field for field in fields if field in ns]
        for field in list(fields)[:len(fields) - len(defaults)]:
            if field in ns:     # It has a default, and so another that has none follows.
                bare = next(each for each in list(fields)[list(fields).index(field):]
                            if each not in ns)
                earlier = [each for each in list(fields)[:list(fields).index(bare)] if each in ns]
                raise TypeError(f'Non-default namedtuple field {bare} cannot follow default field'
                                f'{"s" if len(earlier) > 1 else ""} {", ".join(earlier)}')
        made = _make_nmtuple(typename, fields.items(), ns['__module__'],
                             [ns[field] for field in defaults])
        made.__bases__ = tuple([tuple if base is _NamedTuple else base for base in bases])
        if Generic in bases:
            made.__class_getitem__ = classmethod(Generic.__class_getitem__.__func__)
        for name, value in ns.items():
            if name in _RESERVED:
                raise AttributeError(f'Cannot overwrite NamedTuple attribute {name}')
            if name not in ('__module__', '__name__', '__annotations__') and name not in fields:
                setattr(made, name, value)
        if Generic in bases:
            made.__init_subclass__()
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """namedtuple with types: class Point(NamedTuple), where the annotations are the fields."""
    if fields is not None and kwargs:
        raise TypeError('Either list of fields or keywords can be provided to NamedTuple, not both')
    return _make_nmtuple(typename, kwargs.items() if fields is None else fields, _caller())


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


# --- TypedDict ---

class _TypedDictMeta(type):
    _is_plainly_generic = True

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict '
                                'base class')
        is_generic = any(issubclass(base, Generic) for base in bases)
        made = type.__new__(_TypedDictMeta, name, (Generic, dict) if is_generic else (dict,), ns)
        says = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _type_check(kind, says, module=made.__module__)
               for key, kind in ns.get('__annotations__', {}).items()}
        types, required = {}, {}       # The second: whether each key is.
        for base in bases:
            types |= base.__dict__.get('__annotations__', {})
            required |= dict.fromkeys(base.__dict__.get('__required_keys__', ()), True)
            required |= dict.fromkeys(base.__dict__.get('__optional_keys__', ()), False)
        for key, kind in own.items():
            if get_origin(kind) is Annotated:
                kind = get_args(kind)[0]
            mark = get_origin(kind)
            required[key] = mark is Required or total and mark is not NotRequired
        made.__annotations__ = types | own
        made.__required_keys__ = frozenset(key for key in required if required[key])
        made.__optional_keys__ = frozenset(key for key in required if not required[key])
        if not hasattr(made, '__total__'):
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict with types for its keys: class Point(TypedDict), where the annotations are the keys.

    With total=False none of them has to be there."""
    if fields is not None and kwargs:
        raise TypeError('TypedDict takes either a dict or keyword arguments, but not both')
    if kwargs:
        from warnings import warn
        warn('The kwargs-based syntax for TypedDict definitions is deprecated in Python 3.11, '
             'will be removed in Python 3.13, and may not be understood by third-party type '
             'checkers.', DeprecationWarning, stacklevel=2)
    ns = {'__annotations__': dict(kwargs if fields is None else fields)}
    module = _caller()
    if module is not None:
        ns['__module__'] = module
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


# --- NewType ---

class NewType(_Type):
    """A type of its own to type checkers, and here what its call is given:
    UserId = NewType('UserId', int)."""

    def __init__(self, name, tp):
        self.__qualname__, self.__name__ = name, name.rpartition('.')[2]
        self.__supertype__ = tp
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __call__(self, x):
        return x

    def __mro_entries__(self, bases):
        base = self.__name__

        class Refusal:
            def __init_subclass__(cls):
                name = cls.__name__
                raise TypeError('Cannot subclass an instance of NewType. Perhaps you were looking '
                                f'for: `{name} = NewType({name!r}, {base})`')
        return (Refusal,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__


# --- Files ---

class IO(Generic[AnyStr]):
    """What open() returns."""

    __slots__ = ()


def _file_member(name, is_property=False):
    def member(self, *args, **kwargs):
        pass
    member.__name__ = name
    member.__qualname__ = f'IO.{name}'
    return property(member) if is_property else member


for _name in ('close', 'fileno', 'flush', 'isatty', 'read', 'readable', 'readline', 'readlines',
              'seek', 'seekable', 'tell', 'truncate', 'writable', 'write', 'writelines',
              '__enter__', '__exit__'):
    setattr(IO, _name, abstractmethod(_file_member(_name)))
for _name in 'mode', 'name', 'closed':
    setattr(IO, _name, _file_member(_name, True))


class BinaryIO(IO[bytes]):
    """What open() returns in binary mode."""

    __slots__ = ()


class TextIO(IO[str]):
    """What open() returns in text mode."""

    __slots__ = ()


for _name in 'buffer', 'encoding', 'errors', 'line_buffering', 'newlines':
    setattr(TextIO, _name, _file_member(_name, True))
del _name
