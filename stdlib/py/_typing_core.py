"""The objects that type hints are made of, for typing.py: special forms, type variables, aliases,
and the classes Generic and Protocol."""

import collections.abc as _abc
import functools
import operator
import sys
import types
from abc import ABCMeta
from types import GenericAlias

__name__ = 'typing'     # For the objects' own sake: there scripts find them.
_UnionType = types.UnionType


# --- Arguments ---

def _as_tuple(params):
    return params if isinstance(params, tuple) else (params,)


def _type_convert(arg, module=None, *, allow_special_forms=False):
    """None means its type, and text the type that it will name."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The argument as a type; TypeError if it can't be one."""
    arg = _type_convert(arg, module, allow_special_forms=allow_special_forms)
    banned = [Generic, Protocol]
    if not allow_special_forms:
        banned += [ClassVar, Final] if is_argument else [ClassVar]
    if isinstance(arg, _GenericAlias) and arg.__origin__ in banned:
        raise TypeError(f'{arg} is not valid as type argument')
    if isinstance(arg, _SpecialForm):
        fine = arg in (LiteralString, NoReturn, Never, Self, TypeAlias)
        fine = fine or allow_special_forms and arg in (ClassVar, Final)
    else:
        fine = arg is not Generic and arg is not Protocol
    if not fine:
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


def _check_all(params, msg):
    return tuple([_type_check(each, msg) for each in params])


def _is_param_expr(arg):
    """May it stand for the types of a Callable's arguments?"""
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _type_repr(obj):
    """As one would write it: a builtin by its name, a class with its module, lists in brackets."""
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        module = '' if obj.__module__ == 'builtins' else obj.__module__ + '.'
        return module + obj.__qualname__
    if isinstance(obj, tuple):
        return f'[{_joined(obj)}]'
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    return '...' if obj is ... else repr(obj)


def _joined(objs):
    return ', '.join([_type_repr(each) for each in objs])


def _collect_parameters(args):
    """The type variables in it, in the order in which they first appear."""
    found = {}
    for arg in args:
        if isinstance(arg, type):       # A class over type variables does not hand them on.
            continue
        if isinstance(arg, tuple):
            found |= dict.fromkeys(_collect_parameters(arg))
        elif hasattr(arg, '__typing_subst__'):
            found[arg] = None
        else:
            found |= dict.fromkeys(getattr(arg, '__parameters__', ()))
    return tuple(found)


def _unpack_args(args):
    """The arguments, and in place of a starred tuple of known length what is in it."""
    result = []
    for arg in args:
        inside = getattr(arg, '__typing_unpacked_tuple_args__', None)
        known = inside is not None and not (inside and inside[-1] is ...)
        result += inside if known else (arg,)
    return result


def _is_unpacked_typevartuple(x):
    return not isinstance(x, type) and getattr(x, '__typing_is_unpacked_typevartuple__', False)


def _prepare(alias, args):
    """The arguments made to match the alias's parameters one by one, which some of them see to."""
    params = alias.__parameters__
    for param in params:
        prepare = getattr(param, '__typing_prepare_subst__', None)
        if prepare is not None:
            args = prepare(alias, args)
    _check_count(alias, len(args), len(params))
    return args


def _check_count(alias, count, wanted):
    if not wanted:
        raise TypeError(f'{alias} is not a generic class')
    if count != wanted:
        how = 'many' if count > wanted else 'few'
        raise TypeError(f'Too {how} arguments for {alias}; actual {count}, expected {wanted}')


_cleanups = []


def _tp_cache(func=None, /, *, typed=False):
    """Decorator: the same arguments give the same object, if they are hashable."""
    if func is None:
        return functools.partial(_tp_cache, typed=typed)
    cached = functools.lru_cache(typed=typed)(func)
    _cleanups.append(cached.cache_clear)

    @functools.wraps(func)
    def inner(*args, **kwds):
        try:
            return cached(*args, **kwds)
        except TypeError:       # Not hashable; or else it happens again.
            return func(*args, **kwds)
    return inner


class _Final:
    """A base of classes that scripts can't inherit from."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, **kwds):
        if '_root' not in kwds:
            raise TypeError('Cannot subclass special typing classes')


class _Type:
    """What can stand in a union."""

    __slots__ = ()

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _Unique:
    """What a copy of is itself."""

    __slots__ = ()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _NotIterable:
    __slots__ = ()
    __iter__ = None


# --- Special forms ---

class _SpecialForm(_Final, _Type, _NotIterable, _Unique, _root=True):
    # Made of a function of the form and what it is subscripted with.

    __slots__ = '_name', '__doc__', '_getitem'

    def __init__(self, getitem, name=None):
        self._getitem = getitem
        self._name = name or getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item not in ('__name__', '__qualname__'):
            raise AttributeError(item)
        return self._name

    def __repr__(self):
        return f'typing.{self._name}'

    def __reduce__(self):
        return self._name

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    @_tp_cache
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _LiteralSpecialForm(_SpecialForm, _root=True):
    def __getitem__(self, parameters):
        return self._getitem(self, *_as_tuple(parameters))


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Whatever: compatible with every type. A class that inherits from it is so, too."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls, *args, **kwargs)


def _bare_form(self, parameters):
    raise TypeError(f'{self} is not subscriptable')


NoReturn, Never, Self, LiteralString, TypeAlias = (
    _SpecialForm(_bare_form, name)
    for name in ('NoReturn', 'Never', 'Self', 'LiteralString', 'TypeAlias'))


def _wrapping_form(name, doc, says='{} accepts only single type.'):
    """A form of one type."""
    def getitem(self, parameters):
        return _GenericAlias(self, (_type_check(parameters, says.format(self)),))
    getitem.__doc__ = doc
    return _SpecialForm(getitem, name)


ClassVar = _wrapping_form('ClassVar', 'A variable of the class, not of its instances.')
Final = _wrapping_form('Final', 'A name that is not bound again.')
TypeGuard = _wrapping_form('TypeGuard',
                           'The result of a function that tells if its argument is so.')
Required = _wrapping_form('Required', 'A key that a TypedDict has.',
                          'Required accepts only a single type.')
NotRequired = _wrapping_form('NotRequired', 'A key that a TypedDict may have.',
                             'NotRequired accepts only a single type.')


@_SpecialForm
def Union(self, parameters):
    """One of several types: Union[int, str] is int | str."""
    if parameters == ():
        raise TypeError('Cannot take a Union of no types.')
    members = {}        # In order, each once; those of a union in it are its own.
    for each in _check_all(_as_tuple(parameters), 'Union[arg, ...]: each arg must be a type.'):
        inside = each.__args__ if isinstance(each, (_UnionGenericAlias, _UnionType)) else (each,)
        members |= dict.fromkeys(inside)
    members = tuple(members)
    if len(members) == 1:
        return members[0]
    is_optional = len(members) == 2 and type(None) in members
    return _UnionGenericAlias(self, members, name='Optional' if is_optional else None)


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is X | None."""
    return Union[_type_check(parameters, f'{self} requires a single type.'), type(None)]


def _with_types(values):
    """Pairs of the values and their types: 1 and True are different literals."""
    return [(value, type(value)) for value in values]


@_LiteralSpecialForm
@_tp_cache(typed=True)
def Literal(self, *parameters):
    """One of these very values."""
    values = []
    for each in parameters:
        values += each.__args__ if isinstance(each, _LiteralGenericAlias) else (each,)
    try:
        values = [value for value, _ in dict.fromkeys(_with_types(values))]
    except TypeError:
        pass        # Some can't be hashed, and stay as often as they are there.
    return _LiteralGenericAlias(self, tuple(values))


@_SpecialForm
def Concatenate(self, parameters):
    """In a Callable: arguments of these types, and then those of a ParamSpec."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    *first, last = _as_tuple(parameters)
    if last is not ... and not isinstance(last, ParamSpec):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable or '
                        'ellipsis.')
    first = _check_all(first, 'Concatenate[arg, ...]: each arg must be a type.')
    return _ConcatenateGenericAlias(self, (*first, last), _paramspec_tvars=True)


@_SpecialForm
def Unpack(self, parameters):
    """What the star does."""
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _UnpackGenericAlias(origin=self, args=(item,))


class ForwardRef(_Final, _Type, _root=True):
    """A type by its name, or any text of an annotation, to be evaluated later."""

    __slots__ = ('__forward_arg__', '__forward_code__', '__forward_evaluated__',
                 '__forward_value__', '__forward_is_argument__', '__forward_is_class__',
                 '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        try:
            # `*Ts` alone is no expression.
            text = f'({arg},)[0]' if arg.startswith('*') else arg
            self.__forward_code__ = compile(text, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f'Forward reference must be an expression -- got {arg!r}')
        self.__forward_arg__, self.__forward_module__ = arg, module
        self.__forward_is_argument__, self.__forward_is_class__ = is_argument, is_class
        self.__forward_evaluated__, self.__forward_value__ = False, None

    def _evaluate(self, globalns, localns, recursive_guard):
        if self.__forward_arg__ in recursive_guard:
            return self
        if self.__forward_evaluated__ and localns is globalns:
            return self.__forward_value__
        if globalns is None:
            globalns = {} if localns is None else localns
        if localns is None:
            localns = globalns
        module = sys.modules.get(self.__forward_module__)
        value = eval(self.__forward_code__, getattr(module, '__dict__', globalns), localns)
        value = _type_check(value, 'Forward references must evaluate to types.',
                            is_argument=self.__forward_is_argument__,
                            allow_special_forms=self.__forward_is_class__)
        self.__forward_value__ = _eval_type(value, globalns, localns,
                                            recursive_guard | {self.__forward_arg__})
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            which = operator.attrgetter('__forward_arg__', '__forward_value__')
        else:
            which = operator.attrgetter('__forward_arg__', '__forward_module__')
        return which(self) == which(other)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __repr__(self):
        module = self.__forward_module__
        where = '' if module is None else f', module={module!r}'
        return f'ForwardRef({self.__forward_arg__!r}{where})'


def _with_args(t, args):
    """The same alias or union with other arguments."""
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, args)
    if isinstance(t, _UnionType):
        return functools.reduce(operator.or_, args)
    return t.copy_with(args)


def _eval_type(t, globalns, localns, recursive_guard=frozenset()):
    """The type with what its texts stand for."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, recursive_guard)
    if not isinstance(t, (_GenericAlias, GenericAlias, _UnionType)):
        return t
    if isinstance(t, GenericAlias):
        args = tuple([ForwardRef(arg) if isinstance(arg, str) else arg for arg in t.__args__])
        is_unpacked = t.__unpacked__
        unflat = (list(args[:-1]), args[-1]) if _is_flat_callable(t, args) else args
        t = t.__origin__[unflat]
        if is_unpacked:
            t = Unpack[t]
    args = tuple([_eval_type(arg, globalns, localns, recursive_guard) for arg in t.__args__])
    return t if args == t.__args__ else _with_args(t, args)


# --- Type variables ---

def _caller(depth=1, default='__main__'):
    """The module of whoever called the function that asks; None if it can't be told."""
    try:
        return sys._getframe(depth + 1).f_globals.get('__name__', default)
    except (AttributeError, ValueError):
        return None


class _Variable(_Final, _Type, _Unique, _root=True):
    """What the kinds of type variables share: a name, and the module where it was made."""

    def __init__(self, name, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        if covariant and contravariant:
            raise ValueError('Bivariant types are not supported.')
        self.__covariant__, self.__contravariant__ = bool(covariant), bool(contravariant)
        self.__bound__ = None if bound is None else _type_check(bound, 'Bound must be a type.')
        module = _caller(2)
        if module != 'typing':
            self.__module__ = module

    def __repr__(self):
        sign = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return sign + self.__name__

    def __reduce__(self):
        return self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')


class TypeVar(_Variable, _root=True):
    """Some type: T = TypeVar('T'); a str or bytes: TypeVar('A', str, bytes); or with bound=."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        super().__init__(name, bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError('Constraints cannot be combined with bound=...')
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        self.__constraints__ = _check_all(
            constraints, 'TypeVar(name, constraint, ...): constraints must be types.')

    def __typing_subst__(self, arg):
        arg = _type_check(arg, 'Parameters to generic types must be types.')
        if (isinstance(arg, _UnpackGenericAlias)
                or isinstance(arg, GenericAlias) and arg.__unpacked__):
            raise TypeError(f'{arg} is not valid as type argument')
        return arg


class TypeVarTuple(_Final, _Unique, _root=True):
    """Any number of types: Ts = TypeVarTuple('Ts'), used as *Ts."""

    def __init__(self, name):
        self.__name__ = name
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.__name__

    __mro_entries__ = _Variable.__mro_entries__

    def __typing_subst__(self, arg):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')

    def __typing_prepare_subst__(self, alias, args):
        """Pack what is this variable's into a tuple. A starred tuple of unknown length also fills
        in for variables left and right of it."""
        params, count = alias.__parameters__, len(args)
        before = params.index(self)
        after = len(params) - before - 1
        if any(isinstance(param, TypeVarTuple) for param in params[before + 1:]):
            raise TypeError(f'More than one TypeVarTuple parameter in {alias}')
        endless = []
        for index, arg in enumerate(args):
            inside = None if isinstance(arg, type) else \
                getattr(arg, '__typing_unpacked_tuple_args__', None)
            if inside and len(inside) == 2 and inside[1] is ...:
                endless.append((index, inside[0]))
        if len(endless) > 1:
            raise TypeError('More than one unpacked arbitrary-length tuple argument')
        left, right, filling = before, after, None
        if endless:
            (index, filling), = endless
            left, right = min(before, index), min(after, count - index - 1)
        elif before + after > count:
            raise TypeError(f'Too few arguments for {alias}; actual {count}, '
                            f'expected at least {len(params) - 1}')
        return (*args[:left], *[filling] * (before - left), tuple(args[left:count - right]),
                *[filling] * (after - right), *args[count - right:])


class _ParamSpecPart(_Final, _Unique, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.{self._part}'

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __mro_entries__ = _Variable.__mro_entries__


class ParamSpecArgs(_ParamSpecPart, _root=True):
    """The type of *args."""

    _part = 'args'


class ParamSpecKwargs(_ParamSpecPart, _root=True):
    """The type of **kwargs."""

    _part = 'kwargs'


class ParamSpec(_Variable, _root=True):
    """The parameters of some Callable: P = ParamSpec('P'); *args: P.args, **kwargs: P.kwargs."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        super().__init__(name, bound, covariant, contravariant)

    args = property(ParamSpecArgs)
    kwargs = property(ParamSpecKwargs)

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return _check_all(arg, 'Expected a type.')
        if not _is_param_expr(arg):
            raise TypeError('Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                            f'Got {arg}')
        return arg

    def __typing_prepare_subst__(self, alias, args):
        params = alias.__parameters__
        index = params.index(self)
        if index >= len(args):
            raise TypeError(f'Too few arguments for {alias}')
        if len(params) == 1 and not _is_param_expr(args[0]):
            return (args,)      # Z[int, str] for Z[[int, str]].
        if isinstance(args[index], list):
            return *args[:index], tuple(args[index]), *args[index + 1:]
        return args


# --- Aliases ---

def _is_dunder(attr):
    return attr[:2] == '__' == attr[-2:]


class _BaseGenericAlias(_Final, _Type, _root=True):
    """What List and List[int] share: they stand for __origin__, and have its attributes."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst, self._name = inst, name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f'Type {self._name} cannot be instantiated; '
                            f'use {self.__origin__.__name__}() instead')
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except AttributeError:
            pass
        return made

    def __mro_entries__(self, bases):
        entries = () if self.__origin__ in bases else (self.__origin__,)
        later = bases[bases.index(self) + 1:]
        if any(isinstance(base, _BaseGenericAlias) or issubclass(base, Generic) for base in later):
            return entries
        return *entries, Generic

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return self._name or self.__origin__.__name__
        if _is_dunder(attr) or '__origin__' not in self.__dict__:
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __setattr__(self, attr, val):
        own = _is_dunder(attr) or attr in ('_name', '_inst', '_nparams', '_paramspec_tvars')
        object.__setattr__(self if own else self.__origin__, attr, val) if own else \
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __dir__(self):
        names = {name for name in dir(self.__origin__) if not _is_dunder(name)}
        return list(names.union(super().__dir__()))


class _GenericAlias(_BaseGenericAlias, _root=True):
    """An origin with arguments."""

    def __init__(self, origin, args, *, inst=True, name=None, _paramspec_tvars=False):
        super().__init__(origin, inst=inst, name=name)
        args = _as_tuple(args)
        self.__args__ = tuple([... if arg is _TypingEllipsis else arg for arg in args])
        self.__parameters__ = _collect_parameters(args)
        self._paramspec_tvars = _paramspec_tvars
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return (self.__origin__, self.__args__) == (other.__origin__, other.__args__)

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    @_tp_cache
    def __getitem__(self, args):
        """The same with types for its type variables."""
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        args = tuple(_unpack_args([_type_convert(arg) for arg in _as_tuple(args)]))
        values = dict(zip(self.__parameters__, _prepare(self, args)))
        return self.copy_with(tuple(self._substituted(self.__args__, values)))

    def _substituted(self, args, values):
        result = []
        for arg in args:
            new = self._substitute(arg, values)
            if isinstance(arg, tuple):
                result.append(tuple(self._substituted(arg, values)))
            elif (_is_unpacked_typevartuple(arg)
                    or isinstance(new, tuple) and self.__origin__ == _abc.Callable):
                result += new
            else:
                result.append(new)
        return result

    @staticmethod
    def _substitute(arg, values):
        if isinstance(arg, type):
            return arg
        if hasattr(arg, '__typing_subst__'):
            return arg.__typing_subst__(values[arg])
        inner = []
        for param in getattr(arg, '__parameters__', ()):
            inner += values[param] if isinstance(param, TypeVarTuple) else (values[param],)
        return arg[tuple(inner)] if getattr(arg, '__parameters__', ()) else arg

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst,
                              _paramspec_tvars=self._paramspec_tvars)

    def __repr__(self):
        origin = f'typing.{self._name}' if self._name else _type_repr(self.__origin__)
        return f'{origin}[{_joined(self.__args__) or "()"}]'

    def __reduce__(self):
        args = self.__args__
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        origin = getattr(sys.modules[__name__], self._name or '', self.__origin__)
        return operator.getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            # Another base brings it along.
            later = bases[bases.index(self) + 1:]
            if Protocol in bases or any(isinstance(base, _BaseGenericAlias) and base is not self
                                        for base in later):
                return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """List, Dict, ...: has no arguments yet, and knows how many it takes."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self.__doc__ = f'{origin.__module__}.{origin.__qualname__} for type hints.'

    @_tp_cache
    def __getitem__(self, params):
        params = _check_all(_as_tuple(params), 'Parameters to generic types must be types.')
        _check_count(self, len(params), self._nparams)
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return f'typing.{self._name}'

    def __reduce__(self):
        return self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        other = cls.__origin__ if isinstance(cls, _SpecialGenericAlias) else cls
        return issubclass(other, self.__origin__)


class _TypingEllipsis:
    """Stands for ... in arguments, where that would be mistaken for a type."""


def _is_flat_callable(tp, args):
    return tp.__origin__ is _abc.Callable and not (len(args) == 2 and _is_param_expr(args[0]))


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):
    """Its arguments are flat: the types of the callable's own, and last that of the result."""

    def _unflat(self):
        args = self.__args__
        return (list(args[:-1]), args[-1]) if _is_flat_callable(self, args) else args

    def __repr__(self):
        params, result = self._unflat()
        params = tuple(params) if isinstance(params, list) else params
        return f'typing.Callable[{_type_repr(params)}, {_type_repr(result)}]'

    def __reduce__(self):
        return operator.getitem, (Callable, self._unflat())


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst,
                                     _paramspec_tvars=True)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        args, result = params
        return self._of(tuple(args) if isinstance(args, list) else args, result)

    @_tp_cache
    def _of(self, args, result):
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if args is ...:
            return self.copy_with((_TypingEllipsis, result))
        return self.copy_with((*map(_type_convert, _as_tuple(args)), result))


Callable = _CallableType(_abc.Callable, 2)
Callable.__doc__ = 'Callable[[int], str] is a function that takes an int and returns a str.'


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, params):
        params = _as_tuple(params)
        if len(params) > 1 and params[-1] is ...:
            params = _check_all(params[:-1], 'Tuple[t, ...]: t must be a type.')
            return self.copy_with((*params, _TypingEllipsis))
        return self.copy_with(_check_all(params, 'Tuple[t0, t1, ...]: each t must be a type.'))


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, _UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args, what = self.__args__, 'Union'
        if len(args) == 2 and type(None) in args:
            args, what = [arg for arg in args if arg is not type(None)], 'Optional'
        return f'typing.{what}[{_joined(args)}]'

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)

    def __reduce__(self):
        return operator.getitem, (Union, self.__args__)


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(_with_types(self.__args__)) == set(_with_types(other.__args__))

    def __hash__(self):
        return hash(frozenset(_with_types(self.__args__)))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, params):
        *first, last = params
        if isinstance(last, (list, tuple)):
            return *first, *last
        if isinstance(last, _ConcatenateGenericAlias):
            params = *first, *last.__args__
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f'*{self.__args__[0]!r}'

    def __getitem__(self, args):
        return args if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        if not isinstance(arg, (_GenericAlias, GenericAlias)):
            return None
        if arg.__origin__ is not tuple:
            raise TypeError('Unpack[...] must be used with a tuple type')
        return arg.__args__

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            origin, metadata = origin.__origin__, origin.__metadata__ + metadata
        super().__init__(origin, origin)
        self.__metadata__ = metadata

    def copy_with(self, params):
        return _AnnotatedAlias(params[0], self.__metadata__)

    def __repr__(self):
        notes = ', '.join([repr(each) for each in self.__metadata__])
        return f'typing.Annotated[{_type_repr(self.__origin__)}, {notes}]'

    def __reduce__(self):
        return operator.getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return (self.__origin__, self.__metadata__) == (other.__origin__, other.__metadata__)

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        return 'Annotated' if attr in ('__name__', '__qualname__') else super().__getattr__(attr)


class Annotated:
    """A type and whatever else is to be known: Annotated[int, 'minutes']."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError('Type Annotated cannot be instantiated.')

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f'Cannot subclass {cls.__module__}.Annotated')

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError('Annotated[...] should be used with at least two arguments (a type '
                            'and an annotation).')
        return cls._of(*params)

    @classmethod
    @_tp_cache(typed=True)
    def _of(cls, kind, *notes):
        if _is_unpacked_typevartuple(kind):
            raise TypeError('Annotated[...] should not be used with an unpacked TypeVarTuple')
        kind = _type_check(kind, 'Annotated[t, ...]: t must be a type.', allow_special_forms=True)
        return _AnnotatedAlias(kind, notes)


# --- Generic classes ---

class Generic:
    """The base of classes over type variables: after class Box(Generic[T]) there is Box[int]."""

    __slots__ = ()
    _is_protocol = False

    @_tp_cache
    def __class_getitem__(cls, params):
        params = tuple([_type_convert(each) for each in _as_tuple(params)])
        if cls in (Generic, Protocol):
            cls._check_variables(params)
        else:
            args = _prepare(cls, params)
            params = []
            for param, arg in zip(cls.__parameters__, args):
                params += arg if isinstance(param, TypeVarTuple) else (arg,)
        return _GenericAlias(cls, tuple(params), _paramspec_tvars=True)

    @classmethod
    def _check_variables(cls, params):
        if not params:
            raise TypeError(f'Parameter list to {cls.__qualname__}[...] cannot be empty')
        if not all(isinstance(each, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(each)
                   for each in params):
            raise TypeError(f'Parameters to {cls.__name__}[...] must all be type variables or '
                            'parameter specification variables.')
        if len(set(params)) < len(params):
            raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get('__orig_bases__')
        if bases is None:
            plain = (Generic in cls.__bases__ and cls.__name__ != 'Protocol'
                     and not getattr(type(cls), '_is_plainly_generic', False))
        else:
            plain = Generic in bases
        if plain:
            raise TypeError('Cannot inherit from plain Generic')
        # The class's variables: those that Generic[...] lists, or all in the bases.
        found = _collect_parameters(bases or ())
        listed = [base.__parameters__ for base in bases or ()
                  if isinstance(base, _GenericAlias) and base.__origin__ is Generic]
        if len(listed) > 1:
            raise TypeError('Cannot inherit from Generic[...] multiple times.')
        if listed:
            missing = [str(each) for each in found if each not in listed[0]]
            if missing:
                raise TypeError(f'Some type variables ({", ".join(missing)}) are not listed in '
                                f'Generic[{", ".join(map(str, listed[0]))}]')
            found = listed[0]
        cls.__parameters__ = tuple(found)


# --- Protocols ---

# What a class has without its being a part of the protocol.
_TYPING_INTERNALS = ['__parameters__', '__orig_bases__', '__orig_class__', '__final__',
                     '_is_protocol', '_is_runtime_protocol']
EXCLUDED_ATTRIBUTES = _TYPING_INTERNALS + [
    '__abstractmethods__', '__annotations__', '__class_getitem__', '__dict__', '__doc__',
    '__init__', '__match_args__', '__module__', '__new__', '__slots__', '__subclasshook__',
    '__weakref__']


def _get_protocol_attrs(cls):
    """What a class must have to fit the protocol."""
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ('Protocol', 'Generic'):
            names.update(base.__dict__, getattr(base, '__annotations__', ()))
    return {name for name in names
            if not name.startswith('_abc_') and name not in EXCLUDED_ATTRIBUTES}


def _is_callable_members_only(cls):
    return all(callable(getattr(cls, name, None)) for name in _get_protocol_attrs(cls))


def _no_init_or_replace_init(self, *args, **kwargs):
    """__init__ of protocols. A class that implements one has the next one's in its place."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    if cls.__init__ is _no_init_or_replace_init:
        inits = [base.__dict__['__init__'] for base in cls.__mro__ if '__init__' in base.__dict__]
        cls.__init__ = next(init for init in inits if init is not _no_init_or_replace_init)
        cls.__init__(self, *args, **kwargs)


def _allow_reckless_class_checks(depth=3):
    """abc and functools may ask whether something fits any protocol; scripts should not."""
    return _caller(depth) in ('abc', 'functools', None)


# Classes that a protocol may inherit from though they are none.
_LIKE_PROTOCOLS = {
    'collections.abc': ('AsyncIterable', 'Awaitable', 'Callable', 'Collection', 'Container',
                        'Hashable', 'Iterable', 'Iterator', 'Reversible', 'Sized'),
    'contextlib': ('AbstractContextManager', 'AbstractAsyncContextManager'),
}
_UNCHECKABLE = 'Instance and class checks can only be used with @runtime_checkable protocols'


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        is_protocol = getattr(cls, '_is_protocol', False)
        if (is_protocol and not getattr(cls, '_is_runtime_protocol', False)
                and not _allow_reckless_class_checks(depth=2)):
            raise TypeError(_UNCHECKABLE)
        if not is_protocol or _is_callable_members_only(cls):
            if issubclass(instance.__class__, cls):
                return True
        if is_protocol:
            missing = object()
            for name in _get_protocol_attrs(cls):
                value = getattr(instance, name, missing)
                if value is missing or value is None and callable(getattr(cls, name, None)):
                    break
            else:
                return True
        return super().__instancecheck__(instance)


def _fits(other, name):
    """Does the class have the member of a protocol, or promise it as a protocol itself?"""
    for base in other.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
        promised = getattr(base, '__annotations__', {})
        if (isinstance(promised, _abc.Mapping) and name in promised
                and issubclass(other, Generic) and other._is_protocol):
            return True
    return False


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols: what fits one is told by its members, not by its ancestors."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = Protocol in cls.__bases__

        def _proto_hook(other):
            if not cls.__dict__.get('_is_protocol', False):
                return NotImplemented
            problem = None
            if not cls._is_runtime_protocol:
                problem = _UNCHECKABLE
            elif not _is_callable_members_only(cls):
                problem = "Protocols with non-method members don't support issubclass()"
            if problem is not None:
                if _allow_reckless_class_checks():
                    return NotImplemented
                raise TypeError(problem)
            if not isinstance(other, type):
                raise TypeError('issubclass() arg 1 must be a class')
            return all(_fits(other, name) for name in _get_protocol_attrs(cls)) or NotImplemented

        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook
        if cls._is_protocol:
            for base in cls.__bases__:
                if not (base is object or issubclass(base, Generic) and base._is_protocol
                        or base is Generic
                        or base.__name__ in _LIKE_PROTOCOLS.get(base.__module__, ())):
                    raise TypeError('Protocols can only inherit from other protocols, '
                                    f'got {base!r}')
            if cls.__init__ is Protocol.__init__:
                cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Decorator: isinstance() and issubclass() may ask whether something fits the protocol."""
    if not issubclass(cls, Generic) or not cls._is_protocol:
        raise TypeError('@runtime_checkable can be only applied to protocol classes, '
                        f'got {cls!r}')
    cls._is_runtime_protocol = True
    return cls
