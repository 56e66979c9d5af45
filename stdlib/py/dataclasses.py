"""Classes that are mostly fields: @dataclass writes their __init__, __repr__, __eq__ and so on.

The fields are found once, in the class's __annotations__ and those of its bases. The methods are
then written as the source text of one function, which is compiled once and returns them all.
"""

import abc
import copy
import itertools
import keyword
import sys
import types
from reprlib import recursive_repr
from types import FunctionType, GenericAlias

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING',
           'fields', 'asdict', 'astuple', 'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    """Raised when an attempt is made to modify a frozen class."""


# --- Marks ---

class _Factory:
    """The default of a parameter whose field has a default factory."""

    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _Factory()


class _MISSING_TYPE:
    """"Not given", where None might be."""


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    """`_: KW_ONLY` in a class body: the fields behind it are keyword-only."""


KW_ONLY = _KW_ONLY_TYPE()


class _FIELD_BASE:
    """What kind of field an annotation makes."""

    __slots__ = ('name',)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR = map(_FIELD_BASE, (
    '_FIELD', '_FIELD_CLASSVAR', '_FIELD_INITVAR'))

_FIELDS, _PARAMS, _POST_INIT_NAME = (
    '__dataclass_fields__', '__dataclass_params__', '__post_init__')


class InitVar:
    """The type of a field that is a parameter of __init__ and __post_init__ only."""

    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f'dataclasses.InitVar[{name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


# --- Fields ---

class Field:
    """One field of a dataclass: what field() was told, and the name and type it got."""

    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare',
                 'metadata', 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = self._field_type = None     # Until the class is known.
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = types.MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only

    def _has_default(self):
        return self.default is not MISSING or self._has_factory()

    def _has_factory(self):
        return self.default_factory is not MISSING

    @recursive_repr()
    def __repr__(self):
        attributes = ('name', 'type', 'default', 'default_factory', 'init', 'repr', 'hash',
                      'compare', 'metadata', 'kw_only', '_field_type')
        return f"Field({','.join(_attribute_text(self, name) for name in attributes)})"

    def __set_name__(self, owner, name):
        # Stands in for the default's own.
        default = self.default
        its_own = getattr(type(default), '__set_name__', None)
        if its_own:
            its_own(default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


def _attribute_text(obj, name):
    """name=value; what kind of field is not a value, but a mark."""
    value = getattr(obj, name)
    return f'{name}={value}' if name == '_field_type' else f'{name}={value!r}'


class _DataclassParams:
    """What @dataclass was told."""

    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init, self.repr, self.eq, self.order = init, repr, eq, order
        self.unsafe_hash, self.frozen = unsafe_hash, frozen

    def __repr__(self):
        return f"_DataclassParams({','.join(f'{n}={getattr(self, n)!r}' for n in self.__slots__)})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """How a field is treated, where an annotation and a default say too little.

    default_factory() makes the default for each instance; init, repr, hash and compare say whether
    the field takes part in those methods (hash=None: as compare); kw_only makes it a keyword-only
    parameter; the metadata is for others to read.
    """
    if not (default is MISSING or default_factory is MISSING):
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# --- Finding the fields ---

# An annotation may be a string, which is not evaluated: only "ClassVar...", "module.ClassVar..."
# and the like at its start are looked up, in the class's module.

def _is_classvar(a_type, typing):
    bare = a_type.__origin__ if type(a_type) is typing._GenericAlias else a_type
    return bare is typing.ClassVar


def _is_initvar(a_type, dataclasses):
    return a_type is dataclasses.InitVar or type(a_type) is dataclasses.InitVar


def _is_kw_only(a_type, dataclasses):
    return a_type is dataclasses.KW_ONLY


def _is_named(annotation, cls, a_module, a_type, predicate):
    """Does the text of an annotation name the type that the predicate tells?"""
    import re
    match = re.match(r'^(?:\s*(\w+)\s*\.)?\s*(\w+)', annotation)
    if not match:
        return False
    namespace = None
    prefix = match.group(1)
    module = sys.modules.get(cls.__module__)
    if not prefix:
        namespace = module.__dict__ if module else None
    elif module and module.__dict__.get(prefix) is a_module:
        namespace = sys.modules.get(a_type.__module__).__dict__
    return bool(namespace) and predicate(namespace.get(match.group(2)), a_module)


def _is_type(a_type, cls, a_module, wanted, predicate):
    return (predicate(a_type, a_module)
            or isinstance(a_type, str) and _is_named(a_type, cls, a_module, wanted, predicate))


def _field_kind(cls, a_type):
    typing = sys.modules.get('typing')      # not imported: then there is no ClassVar either
    if typing and _is_type(a_type, cls, typing, typing.ClassVar, _is_classvar):
        return _FIELD_CLASSVAR
    if _is_type(a_type, cls, sys.modules[__name__], InitVar, _is_initvar):
        return _FIELD_INITVAR
    return _FIELD


def _get_field(cls, name, a_type, default_kw_only):
    """The field that an annotation and the class attribute of the same name make."""
    default = getattr(cls, name, MISSING)
    if type(default) is types.MemberDescriptorType:
        default = MISSING       # one of __slots__
    f = default if isinstance(default, Field) else field(default=default)
    kind = _field_kind(cls, a_type)
    f.name, f.type, f._field_type = name, a_type, kind

    if kind is not _FIELD and f._has_factory():
        raise TypeError(f'field {f.name} cannot have a default factory')
    if kind is not _FIELD_CLASSVAR:
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f'field {f.name} is a ClassVar but specifies kw_only')
    if kind is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: '
                         f'use default_factory')
    return f


def _own_fields(cls, kw_only):
    """The fields of the class's own annotations."""
    result = []
    kw_only_seen = False
    for name, a_type in cls.__dict__.get('__annotations__', {}).items():
        if _is_type(a_type, cls, sys.modules[__name__], KW_ONLY, _is_kw_only):
            if kw_only_seen:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            kw_only_seen = kw_only = True
        else:
            result.append(_get_field(cls, name, a_type, kw_only))
    return result


def _collect_fields(cls, kw_only, frozen):
    """All fields by name, those of bases first; class attributes are set to the defaults."""
    fields = {}
    frozen_bases = []
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            fields.update((f.name, f) for f in base_fields.values())
            frozen_bases.append(getattr(base, _PARAMS).frozen)
    for f in _own_fields(cls, kw_only):
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)    # or the Field would be the attribute
            else:
                setattr(cls, f.name, f.default)
    annotated = vars(cls).get('__annotations__', {})
    for name, value in vars(cls).items():
        if name not in annotated and isinstance(value, Field):
            raise TypeError(f'{name!r} is a field but has no type annotation')
    if any(frozen_bases) and not frozen:
        raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
    if frozen_bases and not any(frozen_bases) and frozen:
        raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    return fields


# --- Writing the methods ---

class _Writer:
    """The source of some functions, and the values that it refers to by name."""

    def __init__(self, globals):
        self.globals = globals
        self.names = {}
        self.lines = []
        self.functions = []

    def add(self, name, args, body, returns_none=False):
        arrow = ' -> None' if returns_none else ''
        self.lines.append(f' def {name}({", ".join(args)}){arrow}:')
        self.lines += [f'  {line}' for line in body]
        self.functions.append(name)

    def compile(self):
        """The functions by name."""
        if not self.functions:
            return {}
        text = (f"def __create_fn__({', '.join(self.names)}):\n" + '\n'.join(self.lines)
                + f"\n return {', '.join(self.functions)},")
        namespace = {}
        exec(text, self.globals, namespace)
        return dict(zip(self.functions, namespace['__create_fn__'](**self.names)))


def _parameter(f):
    """The field as a parameter of __init__, in source."""
    text = f'{f.name}:_type_{f.name}'
    if not f._has_default():
        return text
    return text + ('=_HAS_DEFAULT_FACTORY' if f._has_factory() else f'=_dflt_{f.name}')


def _initial_value(f, slots):
    """What __init__ sets the field to, in source; None: nothing."""
    if f._has_factory():
        made = f'_dflt_{f.name}()'
        return f'{made} if {f.name} is _HAS_DEFAULT_FACTORY else {f.name}' if f.init else made
    if f.init:
        return f.name
    # Not a parameter: the class attribute is the default, where there can be one.
    return f'_dflt_{f.name}' if slots and f.default is not MISSING else None


def _write_init(writer, fields, std_fields, kw_only_fields, frozen, has_post_init, slots):
    seen_default = False
    for f in std_fields:
        if f._has_default():
            seen_default = True
        elif seen_default:
            raise TypeError(f'non-default argument {f.name!r} follows default argument')
    self_name = '__dataclass_self__' if any(f.name == 'self' for f in fields) else 'self'
    writer.names['_HAS_DEFAULT_FACTORY'] = _HAS_DEFAULT_FACTORY
    writer.names['__dataclass_builtins_object__'] = object
    body = []
    for f in fields:
        writer.names[f'_type_{f.name}'] = f.type
        if f._has_default():
            writer.names[f'_dflt_{f.name}'] = f.default_factory if f._has_factory() else f.default
        value = None if f._field_type is _FIELD_INITVAR else _initial_value(f, slots)
        if value is None:
            continue
        if frozen:
            body.append(f'__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},'
                        f'{value})')
        else:
            body.append(f'{self_name}.{f.name}={value}')
    if has_post_init:
        init_vars = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f'{self_name}.{_POST_INIT_NAME}({init_vars})')
    args = [self_name, *map(_parameter, std_fields)]
    if kw_only_fields:
        args += ['*', *map(_parameter, kw_only_fields)]
    writer.add('__init__', args, body or ['pass'], returns_none=True)


def _tuple_text(obj_name, fields):
    return '(' + ''.join(f'{obj_name}.{f.name},' for f in fields) + ')'


def _write_repr(writer, fields):
    text = ', '.join(f'{f.name}={{self.{f.name}!r}}' for f in fields)
    writer.add('__repr__', ['self'], [f'return self.__class__.__qualname__ + f"({text})"'])


def _write_comparison(writer, name, op, fields):
    writer.add(name, ['self', 'other'],
               ['if other.__class__ is self.__class__:',
                f" return {_tuple_text('self', fields)}{op}{_tuple_text('other', fields)}",
                'return NotImplemented'])


def _write_hash(writer, fields):
    fields = [f for f in fields if (f.compare if f.hash is None else f.hash)]
    writer.add('__hash__', ['self'], [f"return hash({_tuple_text('self', fields)})"])


def _write_frozen(writer, cls, fields):
    writer.names['cls'] = cls
    writer.names['FrozenInstanceError'] = FrozenInstanceError
    names = '(' + ''.join(f'{f.name!r},' for f in fields) + ')'
    for name, args, verb in (('__setattr__', ['name', 'value'], 'assign to'),
                             ('__delattr__', ['name'], 'delete')):
        writer.add(name, ['self', *args],
                   [f'if type(self) is cls or name in {names}:',
                    f' raise FrozenInstanceError(f"cannot {verb} field {{name!r}}")',
                    f"super(cls, self).{name}({', '.join(args)})"])


# --- What to do about __hash__ ---

def _hash_plan(cls, unsafe_hash, eq, frozen):
    """'add', 'none' (unhashable), or None for leaving it as it is."""
    own = cls.__dict__.get('__hash__', MISSING)
    # A class with an __eq__ gets `__hash__ = None` from the language: that is not explicit.
    explicit = not (own is MISSING or own is None and '__eq__' in cls.__dict__)
    if unsafe_hash:
        if explicit:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        return 'add'
    if explicit or not eq:
        return None
    return 'add' if frozen else 'none'


# --- __doc__ ---

def _annotation_text(annotation):
    if isinstance(annotation, GenericAlias) or not isinstance(annotation, type):
        text = repr(annotation)
        if getattr(annotation, '__module__', None) == 'typing':
            text = text.replace('typing.', '')
        return text
    if annotation.__module__ == 'builtins':
        return annotation.__qualname__
    return f'{annotation.__module__}.{annotation.__qualname__}'


def _parameter_text(f):
    text = f'{f.name}: {_annotation_text(f.type)}'
    if not f._has_default():
        return text
    return f'{text} = {_HAS_DEFAULT_FACTORY if f._has_factory() else f.default!r}'


def _signature_text(cls, std_fields, kw_only_fields, wrote_init):
    """The signature that help() shows; of an __init__ that is not ours, as inspect finds it."""
    if wrote_init and type(cls).__call__ is type.__call__ and cls.__new__ is object.__new__:
        parameters = [_parameter_text(f) for f in std_fields]
        if kw_only_fields:
            parameters += ['*', *map(_parameter_text, kw_only_fields)]
        return f"({', '.join(parameters)})"
    try:
        import inspect
        return str(inspect.signature(cls)).replace(' -> None', '')
    except (ImportError, TypeError, ValueError):
        return ''


# --- The decorator ---

def _set_new_attribute(cls, name, value):
    """Set it unless the class has defined it itself: then True."""
    if name in cls.__dict__:
        return True
    if isinstance(value, FunctionType):
        value.__qualname__ = f'{cls.__qualname__}.{value.__name__}'
    setattr(cls, name, value)
    return False


_ORDER = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}


def _install(cls, methods):
    """Put the written methods into the class. Some must not be there already."""
    for name, function in methods.items():
        if name == '__repr__':
            function = recursive_repr()(function)
        if name == '__hash__':
            function.__qualname__ = f'{cls.__qualname__}.__hash__'
            cls.__hash__ = function
        elif _set_new_attribute(cls, name, function):
            if name in _ORDER:
                raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}. '
                                f'Consider using functools.total_ordering')
            if name in ('__setattr__', '__delattr__'):
                raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}')


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    module = sys.modules.get(cls.__module__)
    writer = _Writer(module.__dict__ if module else {})
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    fields = _collect_fields(cls, kw_only, frozen)
    setattr(cls, _FIELDS, fields)
    if order and not eq:
        raise ValueError('eq must be true if order is true')

    init_fields = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    std_fields = [f for f in init_fields if f.init and not f.kw_only]
    kw_only_fields = [f for f in init_fields if f.init and f.kw_only]
    own_fields = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in own_fields if f.compare]
    if init:
        _write_init(writer, init_fields, std_fields, kw_only_fields, frozen,
                    hasattr(cls, _POST_INIT_NAME), slots)
    if repr:
        _write_repr(writer, [f for f in own_fields if f.repr])
    if eq:
        _write_comparison(writer, '__eq__', '==', compared)
    if order:
        for name, op in _ORDER.items():
            _write_comparison(writer, name, op, compared)
    if frozen:
        _write_frozen(writer, cls, own_fields)
    hash_plan = _hash_plan(cls, unsafe_hash, eq, frozen)
    if hash_plan == 'add':
        _write_hash(writer, own_fields)
    wrote_init = init and '__init__' not in cls.__dict__
    _install(cls, writer.compile())
    if hash_plan == 'none':
        cls.__hash__ = None

    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(cls, std_fields, kw_only_fields, wrote_init)
    if match_args:
        _set_new_attribute(cls, '__match_args__', tuple(f.name for f in std_fields))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    abc.update_abstractmethods(cls)
    return cls


# With slots and frozen, the default ways of copying and pickling would assign to fields.

def _dataclass_getstate(self):
    return [getattr(self, each.name) for each in fields(self)]


def _dataclass_setstate(self, state):
    for each, value in zip(fields(self), state):
        object.__setattr__(self, each.name, value)


def _get_slots(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        return ()
    if isinstance(slots, str):
        return (slots,)
    if hasattr(slots, '__next__'):      # used up when the class was made
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return slots


def _add_slots(cls, is_frozen, weakref_slot):
    """The class made anew with __slots__: they can't be added to one that exists."""
    cls_dict = dict(vars(cls))
    if '__slots__' in cls_dict:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    field_names = tuple(each.name for each in fields(cls))
    inherited = set(itertools.chain.from_iterable(map(_get_slots, cls.__mro__[1:-1])))
    names = field_names + (('__weakref__',) if weakref_slot else ())
    cls_dict['__slots__'] = tuple(name for name in names if name not in inherited)
    for name in (*field_names, '__dict__', '__weakref__'):
        cls_dict.pop(name, None)        # class attributes would be in the slots' way
    if is_frozen:
        cls_dict.setdefault('__getstate__', _dataclass_getstate)
        cls_dict.setdefault('__setstate__', _dataclass_setstate)
    made = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    made.__qualname__ = cls.__qualname__
    return made


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Class decorator: write the methods that follow from the annotated fields.

    They are __init__, __repr__ and __eq__, unless switched off; the comparisons with order, a hash
    with unsafe_hash or frozen. With frozen, fields can't be assigned to; with slots, the class is
    made anew with __slots__.
    """
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                              slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


# --- Looking at dataclasses ---

def fields(class_or_instance):
    """The Fields of a dataclass, or of an instance of one, as a tuple."""
    found = getattr(class_or_instance, _FIELDS, None)
    if found is None:
        raise TypeError('must be called with a dataclass type or instance')
    return tuple(each for each in found.values() if each._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def _insist_on_instance(obj, caller):
    if not _is_dataclass_instance(obj):
        raise TypeError(f'{caller}() should be called on dataclass instances')


def is_dataclass(obj):
    """Is it a dataclass, or an instance of one?"""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _unfold(obj, make):
    """A copy of obj in which make(pairs of name and value) stands for each dataclass instance."""
    if _is_dataclass_instance(obj):
        return make([(f.name, _unfold(getattr(obj, f.name), make)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):      # a namedtuple
        return type(obj)(*[_unfold(v, make) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_unfold(v, make) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_unfold(k, make), _unfold(v, make)) for k, v in obj.items())
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """The fields and their values as a dict, and so for dataclass instances in them.

    It looks into lists, tuples and dicts, too, and copies what else it meets.
    """
    _insist_on_instance(obj, 'asdict')
    return _unfold(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The values as a tuple, and so for dataclass instances in them."""
    _insist_on_instance(obj, 'astuple')
    return _unfold(obj, lambda pairs: tuple_factory([value for name, value in pairs]))


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False):
    """Make a dataclass of a name and its fields.

    Each field is a name, a name and a type, or these and a default or field(...).
    """
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, a_type = item, 'typing.Any'
        elif len(item) == 2:
            name, a_type = item
        elif len(item) == 3:
            name, a_type, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if keyword.iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = a_type

    def fill(ns):
        ns.update(namespace or {})
        ns.update(defaults)
        ns['__annotations__'] = annotations

    cls = types.new_class(cls_name, bases, {}, fill)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance with the same values, but for the changes."""
    _insist_on_instance(obj, 'replace')
    for name, f in getattr(obj, _FIELDS).items():
        kind = f._field_type
        if kind is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if name in changes:
                raise ValueError(f'field {name} is declared with init=False, it cannot be '
                                 f'specified with replace()')
        elif name not in changes:
            if kind is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f'InitVar {name!r} must be specified with replace()')
            changes[name] = getattr(obj, name)
    return obj.__class__(**changes)
