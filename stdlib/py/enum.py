"""Enumerations: classes whose instances are a fixed set of named values.

A class statement with an enum base runs in an _EnumDict, which tells members from methods and other
attributes. EnumType puts a _proto_member in each member's place; when the class is made, its
__set_name__ turns it into the member, before __init_subclass__ runs.
"""

import sys
import builtins as bltns
from types import DynamicClassAttribute, MappingProxyType

__all__ = ['EnumType', 'EnumMeta', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum',
           'auto', 'unique', 'property', 'verify', 'member', 'nonmember', 'FlagBoundary', 'STRICT',
           'CONFORM', 'EJECT', 'KEEP', 'global_flag_repr', 'global_enum_repr', 'global_str',
           'global_enum', 'EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE',
           'pickle_by_global_name', 'pickle_by_enum_name']

# The metaclass asks for these before they exist.
Enum = Flag = EJECT = ReprEnum = None


# --- What stands in a class body ---

class nonmember:
    """In a class body: what it holds is an attribute of the class, not a member."""

    def __init__(self, value):
        self.value = value


class member:
    """In a class body: what it holds is a member, even if it is a function."""

    def __init__(self, value):
        self.value = value


class _auto_null:
    def __repr__(self):
        return '_auto_null'


_auto_null = _auto_null()


class auto:
    """In a class body: a value that the class chooses."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f'auto({self.value!r})'


class property(DynamicClassAttribute):
    """An attribute of members that may have the name of a member.

    On a member it works as the builtin property; on the class it gives the member of that name.
    """

    def __get__(self, instance, ownerclass=None):
        if instance is not None and self.fget is not None:
            return self.fget(instance)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(f'{ownerclass!r} has no attribute {self.name!r}') from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f'<enum {self.clsname!r}> cannot set attribute {self.name!r}')
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f'<enum {self.clsname!r}> cannot delete attribute {self.name!r}')
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    """__name__"""
    return (len(name) > 4 and name[:2] == name[-2:] == '__'
            and name[2] != '_' and name[-3] != '_')


def _is_sunder(name):
    """_name_"""
    return (len(name) > 2 and name[0] == name[-1] == '_'
            and name[1:2] != '_' and name[-2:-1] != '_')


def _is_private(cls_name, name):
    """A name that the compiler mangled: __name in a class body."""
    prefix = f'_{cls_name}__'
    return len(name) > len(prefix) and name.startswith(prefix) and not name.endswith('__')


def _is_internal_class(cls_name, obj):
    """A class that was defined in the body of the enum."""
    if not isinstance(obj, type):
        return False
    inner = f"{cls_name}.{getattr(obj, '__name__', '')}"
    return ('.' + getattr(obj, '__qualname__', '')).endswith('.' + inner)


def _split_names(names):
    return names.replace(',', ' ').split() if isinstance(names, str) else names


_RESERVED = ('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_', '_ignore_',
             '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_')


class _EnumDict(dict):
    """The namespace of an enum's class body: notes the members, and gives auto() its values."""

    def __init__(self):
        super().__init__()
        self._member_names = {}     # as an ordered set
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        """Anything that is no descriptor and has no special name is a member.

        A name may not be used twice when one of the two is a member.
        """
        if _is_internal_class(self._cls_name, value):
            import warnings
            warnings.warn('In 3.13 classes created inside an enum will not become a member.  '
                          'Use the `member` decorator to keep the current behavior.',
                          DeprecationWarning, stacklevel=2)
        if _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif not _is_descriptor(value):
            if key in self:
                raise TypeError(f'{key!r} already defined as {self[key]!r}')
            value = self._add_member(key, value.value if isinstance(value, member) else value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in _RESERVED:
            raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
        if key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError('_generate_next_value_ must be defined before members')
            self._generate_next_value = (value.__func__ if isinstance(value, staticmethod)
                                         else value)
        elif key == '_ignore_':
            value = list(_split_names(value))
            self._ignore = value
            already = {name for name in value if name in self._member_names}
            if already:
                raise ValueError(f'_ignore_ cannot specify already set names: {already!r}')
        return value

    def _add_member(self, key, value):
        """Note the member; its value with each auto() in it replaced."""
        if isinstance(value, auto):
            value = self._auto_value(key, value)
        elif type(value) is tuple and any(isinstance(v, auto) for v in value):
            value = tuple(self._auto_value(key, v) if isinstance(v, auto) else v for v in value)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _auto_value(self, key, an_auto):
        if an_auto.value == _auto_null:
            an_auto.value = self._generate_next_value(key, 1, len(self._member_names),
                                                      self._last_values[:])
            self._auto_called = True
        self._last_values.append(an_auto.value)
        return an_auto.value

    def update(self, members=(), **more_members):
        pairs = [(name, members[name]) for name in members.keys()] if hasattr(members, 'keys') \
            else members
        for name, value in (*pairs, *more_members.items()):
            self[name] = value


# --- Members ---

class _proto_member:
    """What a member is between the class body and the finished class."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, made, name):
        """Put the member, or the one it is an alias of, in this object's place."""
        delattr(made, name)
        created = self._create(made, name)
        value = created._value_
        is_flag = Flag is not None and issubclass(made, Flag)
        if is_flag:
            made._flag_mask_ |= value
            if _is_single_bit(value):
                made._singles_mask_ |= value
            made._all_bits_ = (1 << made._flag_mask_.bit_length()) - 1
        canonical = self._find_equal(made, value)
        if canonical is not None:
            created = canonical
        elif not is_flag or _is_single_bit(value):
            made._member_names_.append(name)
        self._install(made, name, created)
        made._member_map_[name] = created
        try:
            made._value2member_map_.setdefault(value, created)
        except TypeError:
            made._unhashable_values_.append(value)

    def _create(self, made, name):
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if made._member_type_ is tuple:
            args = (args,)      # or the items would be arguments
        created = made._new_member_(made, *(args if made._use_args_ else ()))
        if not hasattr(created, '_value_'):
            if made._member_type_ is object:
                created._value_ = value
            else:
                try:
                    created._value_ = made._member_type_(*args)
                except Exception as exc:
                    raise TypeError('_value_ not set in __new__, unable to create it') from exc
        created._name_ = name
        created.__objclass__ = made
        created.__init__(*args)
        created._sort_order_ = len(made._member_names_)
        return created

    @staticmethod
    def _find_equal(made, value):
        try:
            return made._value2member_map_.get(value)
        except TypeError:       # unhashable
            for other in made._member_map_.values():
                if other._value_ == value:
                    return other

    @staticmethod
    def _install(made, name, created):
        """Plainly, or behind a property of that name that the class inherits."""
        inherited = None
        for base in made.__mro__[1:]:
            descriptor = base.__dict__.get(name)
            if isinstance(descriptor, (property, DynamicClassAttribute)):
                inherited = descriptor
                break
            if all(hasattr(descriptor, name) for name in ('fget', 'fset', 'fdel')):
                inherited = descriptor
        if inherited is None:
            setattr(made, name, created)
            return
        redirect = property()
        redirect.member = created
        redirect.__set_name__(made, name)
        redirect.fget = inherited.fget
        redirect.fset = inherited.fset
        redirect.fdel = inherited.fdel
        setattr(made, name, redirect)


# --- The metaclass ---

def _make_class_unpicklable(obj):
    """Make an enum class, or the namespace of one to be, say so when it is pickled."""
    def _break_on_call_reduce(self, proto):
        raise TypeError(f'{self!r} cannot be pickled')
    if isinstance(obj, dict):
        obj['__reduce_ex__'] = _break_on_call_reduce
        obj['__module__'] = '<unknown>'
    else:
        obj.__reduce_ex__ = _break_on_call_reduce
        obj.__module__ = '<unknown>'


class EnumType(type):
    """The metaclass of enums."""

    @classmethod
    def __prepare__(meta, cls, bases, **kwds):
        meta._check_for_existing_members_(cls, bases)
        enum_dict = _EnumDict()
        enum_dict._cls_name = cls
        data_type, base_enum = meta._get_mixins_(cls, bases)
        if base_enum is not None:
            enum_dict['_generate_next_value_'] = getattr(base_enum, '_generate_next_value_', None)
        return enum_dict

    def __new__(meta, cls, bases, body, *, boundary=None, _simple=False, **kwds):
        body.setdefault('_ignore_', []).append('_ignore_')
        for key in body['_ignore_'][:]:
            body.pop(key, None)
        member_names = body._member_names
        invalid_names = set(member_names) & {'mro', ''}
        if invalid_names:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, invalid_names))}")
        order = _split_names(body.pop('_order_', None))
        body = dict(body.items())

        data_type, base_enum = meta._get_mixins_(cls, bases)
        __new__, save_new, use_args = meta._find_new_(body, data_type, base_enum)
        body['_new_member_'] = __new__
        body['_use_args_'] = use_args
        for name in member_names:
            body[name] = _proto_member(body[name])
        body['_member_names_'] = []
        body['_member_map_'] = {}
        body['_value2member_map_'] = {}
        body['_unhashable_values_'] = []
        body['_member_type_'] = data_type
        body['_value_repr_'] = meta._find_data_repr_(cls, bases)
        is_flag = (cls == 'Flag' if Flag is None
                   else any(isinstance(b, type) and issubclass(b, Flag) for b in bases))
        if is_flag:
            body['_boundary_'] = boundary or getattr(base_enum, '_boundary_', None)
            body['_flag_mask_'] = 0
            body['_singles_mask_'] = 0
            body['_all_bits_'] = 0
            body['_inverted_'] = None

        exc = None
        try:
            made = super().__new__(meta, cls, bases, body, **kwds)
        except RuntimeError as e:
            exc = e.__cause__ or e      # what a _proto_member raised
        if exc is not None:
            raise exc
        own_names = body.keys() | made.__dict__.keys()
        meta._choose_methods_(made, own_names, bases, data_type, base_enum)
        if Enum is not None:
            # The class's own __new__ made the members; from now on calls look them up.
            if save_new:
                made.__new_member__ = __new__
            made.__new__ = Enum.__new__
        if is_flag:
            values = [m._value_ for m in made]
            if values != sorted(values):
                made._iter_member_ = made._iter_member_by_def_
        if order is not None:
            meta._check_order_(made, order, is_flag)
        return made

    @staticmethod
    def _choose_methods_(made, own_names, bases, data_type, base_enum):
        """Where a special method comes from when the class does not define it: a ReprEnum's text
        from the data type; else from the enum, unless a mixin says otherwise."""
        own_names = set(own_names)
        if ReprEnum is not None and ReprEnum in bases:
            if data_type is object:
                raise TypeError('ReprEnum subclasses must be mixed with a data type (i.e. int, '
                                'str, float, etc.)')
            if '__format__' not in own_names:
                made.__format__ = data_type.__format__
                own_names.add('__format__')
            if '__str__' not in own_names:
                method = data_type.__str__
                if method is object.__str__:
                    method = data_type.__repr__
                made.__str__ = method
                own_names.add('__str__')
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name not in own_names:
                found = getattr(made, name)
                if found in (getattr(data_type, name), getattr(object, name)):
                    setattr(made, name, getattr(base_enum, name))
        if Flag is not None and issubclass(made, Flag):
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__',
                         '__invert__'):
                if name not in own_names:
                    setattr(made, name, getattr(Flag, name))

    @staticmethod
    def _check_order_(made, order, is_flag):
        members = made._member_map_
        if is_flag:
            order = [o for o in order
                     if o not in members or _is_single_bit(made[o]._value_)]
        order = [o for o in order if o not in members or o in made._member_names_]
        if order != made._member_names_:
            raise TypeError(f'member order does not match _order_:\n  '
                            f'{made._member_names_!r}\n  {order!r}')

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """The member with this value; or, if there are names, a new enum of that name.

        Enum('Color', 'RED GREEN') is the second. The names are text, or an iterable of names or of
        pairs with values, or a mapping; values count from `start`. `module` and `qualname` say
        where pickle finds the class; `type` is a data type to mix in.
        """
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start,
                            boundary=boundary)

    def __contains__(cls, member):
        """Is it a member of this enum? TypeError if it is no member of any."""
        if not isinstance(member, Enum):
            import warnings
            warnings.warn('in 3.12 __contains__ will no longer raise TypeError, but will return '
                          'True or\nFalse depending on whether the value is a member or the value '
                          'of a member', DeprecationWarning, stacklevel=2)
            raise TypeError(f"unsupported operand type(s) for 'in': "
                            f"'{type(member).__qualname__}' and '{cls.__class__.__qualname__}'")
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f'{cls.__name__!r} cannot delete member {attr!r}.')
        super().__delattr__(attr)

    def __dir__(cls):
        interesting = {'__class__', '__contains__', '__doc__', '__getitem__', '__iter__',
                       '__len__', '__members__', '__module__', '__name__', '__qualname__',
                       *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            interesting.add('__new__')
        if cls.__init_subclass__ is not object.__init_subclass__:
            interesting.add('__init_subclass__')
        if cls._member_type_ is not object:
            interesting.update(dir(cls._member_type_))
        return sorted(interesting)

    def __getattr__(cls, name):
        """The member of that name: those behind a property are not in the class's __dict__."""
        if _is_dunder(name):
            raise AttributeError(name)
        try:
            return cls._member_map_[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(cls, name):
        """The member of that name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """The members in the order of the class body, aliases left out."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        """How many there are, aliases left out."""
        return len(cls._member_names_)

    @bltns.property
    def __members__(cls):
        """All names with their members, aliases too; read only."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = 'flag' if Flag is not None and issubclass(cls, Flag) else 'enum'
        return f'<{kind} {cls.__name__!r}>'

    def __reversed__(cls):
        """The members, the last one first."""
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        """Set an attribute, unless it is a member."""
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def _create_(cls, name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Make an enum of names, as __call__() tells."""
        meta = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, base_enum = cls._get_mixins_(name, bases)
        body = meta.__prepare__(name, bases)

        names = _split_names(names) or ()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            for count, each in enumerate(names):
                values.append(base_enum._generate_next_value_(each, start, count, values[:]))
            names = zip(names, values)
        elif hasattr(names, 'keys'):
            names = [(each, names[each]) for each in names]
        for member_name, value in names:
            body[member_name] = value

        if module is None:
            try:
                module = sys._getframe(2).f_globals['__name__']
            except (AttributeError, ValueError, KeyError):
                pass
        if module is None:
            _make_class_unpicklable(body)
        else:
            body['__module__'] = module
        if qualname is not None:
            body['__qualname__'] = qualname
        return meta.__new__(meta, name, bases, body, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make an enum of the globals of a module whose names the filter accepts."""
        # The constants may come from another module than the one that shows them.
        target = sys.modules[module].__dict__
        source = source.__dict__ if source else target
        members = [(name, value) for name, value in source.items() if filter(name)]
        try:
            members.sort(key=lambda t: (t[1], t[0]))    # by value, so that aliases do not vary
        except TypeError:
            members.sort(key=lambda t: t[0])
        body = {'__module__': module, **dict(members)}
        cls = _simple_enum(etype=cls, boundary=boundary or KEEP)(type(name, (object,), body))
        if as_global:
            global_enum(cls)
        else:
            sys.modules[cls.__module__].__dict__.update(cls.__members__)
        target[name] = cls
        return cls

    @classmethod
    def _check_for_existing_members_(mcls, name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f'<enum {name!r}> cannot extend {base!r}')

    @classmethod
    def _get_mixins_(mcls, name, bases):
        """The data type of the members, and the enum class among the bases."""
        if not bases:
            return object, Enum
        mcls._check_for_existing_members_(name, bases)
        base_enum = bases[-1]
        if not isinstance(base_enum, EnumType):
            raise TypeError('new enumerations should be created as '
                            '`EnumName([mixin_type, ...] [data_type,] enum_type)`')
        return mcls._find_data_type_(name, bases) or object, base_enum

    @classmethod
    def _find_data_repr_(mcls, name, bases):
        """How members show their value: by the first __repr__ of a class that is no enum."""
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if '__repr__' in base.__dict__:
                    return base.__dict__['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, name, bases):
        """The class that makes the values: one with a __new__, or a dataclass; None: any."""
        data_types = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        data_types.add(base._member_type_)
                        break
                elif '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                    data_types.add(candidate or base)
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError(f'too many data types for {name!r}: {data_types!r}')
        return data_types.pop() if data_types else None

    @classmethod
    def _find_new_(mcls, body, data_type, base_enum):
        """The __new__ that makes members, whether to save it as __new_member__, and whether it
        takes the value (or the items of a tuple) as arguments."""
        __new__ = body.get('__new__', None)
        save_new = base_enum is not None and __new__ is not None
        plain = {None, None.__new__, object.__new__, Enum.__new__}
        if __new__ is None:
            candidates = (getattr(possible, method, None)
                          for method in ('__new_member__', '__new__')
                          for possible in (data_type, base_enum))
            __new__ = next((c for c in candidates if c not in plain), object.__new__)
        use_args = base_enum is not None and __new__ not in (Enum.__new__, object.__new__)
        return __new__, save_new, use_args


EnumMeta = EnumType     # the old name


# --- Enum and its kin ---

class Enum(metaclass=EnumType):
    """The base of enums: a fixed set of named values.

    class Color(Enum):
    RED = 1
    BLUE = 2

    Color.RED, Color(1) and Color['RED'] are the same member; it has a name and a value. Names for
    a value that is there already are aliases. list(Color) has the members in order.
    """

    def __new__(cls, value):
        # Members are made while their class is; this only looks them up, for Color(3) and pickle.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:       # unhashable
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        if not cls._member_map_:
            raise TypeError(f'{cls!r} has no members defined')
        exc = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            exc = e
            result = None
        try:
            if isinstance(result, cls):
                return result
            if (Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT
                    and isinstance(result, int)):
                return result
            ve_exc = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
            if exc is None:
                if result is None:
                    raise ve_exc
                exc = TypeError(f'error in {cls.__name__}._missing_: returned {result!r} instead '
                                f'of None or a valid member')
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            exc = ve_exc = None     # no cycles through this frame

    def __init__(self, *args, **kwds):
        pass

    def _generate_next_value_(name, start, count, last_values):
        """The value of an auto(): by default one above the highest so far."""
        if not last_values:
            return start
        try:
            last = last_values[-1]
            last_values.sort()
            if last == last_values[-1]:
                return last + 1
            raise TypeError
        except TypeError:
            import warnings
            warnings.warn('In 3.13 the default `auto()`/`_generate_next_value_` will require all '
                          'values to be sortable and support adding +1\nand the value returned '
                          'will be the largest value in the enum incremented by 1',
                          DeprecationWarning, stacklevel=4)
            for v in reversed(last_values):
                try:
                    return v + 1
                except TypeError:
                    pass
            return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = type(self)._value_repr_ or repr
        return f'<{type(self).__name__}.{self._name_}: {show(self._value_)}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __dir__(self):
        interesting = set()
        if self.__class__._member_type_ is not object:
            interesting = set(object.__dir__(self))
        for name in getattr(self, '__dict__', []):
            if name[0] != '_' and name not in self._member_map_:
                interesting.add(name)
        for cls in self.__class__.mro():
            for name, obj in cls.__dict__.items():
                if name[0] == '_':
                    continue
                if isinstance(obj, property) and obj.fget is None and name in self._member_map_:
                    interesting.discard(name)
                elif isinstance(obj, property) or name not in self._member_map_:
                    interesting.add(name)
        return sorted({'__class__', '__doc__', '__eq__', '__hash__', '__module__'} | interesting)

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The member's name."""
        return self._name_

    @property
    def value(self):
        """The member's value."""
        return self._value_


class ReprEnum(Enum):
    """For a mixed-in data type: members have its text, and only the repr() of an enum."""


class IntEnum(int, ReprEnum):
    """An enum of ints."""


class StrEnum(str, ReprEnum):
    """An enum of strs; auto() gives the name in lower case."""

    def __new__(cls, *values):
        """Takes what str() does, but nothing that is not text already."""
        if len(values) > 3:
            raise TypeError(f'too many arguments for str(): {values!r}')
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f'{values[0]!r} is not a string')
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f'encoding must be a string, not {values[1]!r}')
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError('errors must be a string, not %r' % (values[2]))
        value = str(*values)
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def pickle_by_global_name(self, proto):
    # It should not be used with Flag: a combination has no name of its own.
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    # Nor this one.
    return getattr, (self.__class__, self._name_)


# --- Flags ---

def _high_bit(value):
    """The index of the highest bit, or -1 if the value is zero."""
    return value.bit_length() - 1


def _is_single_bit(num):
    return num != 0 and num & (num - 1) == 0


_power_of_two = _is_single_bit


def _iter_bits_lsb(num):
    """The bits of a number as numbers, the lowest first."""
    original = num
    if isinstance(num, Enum):
        num = num.value
    if num < 0:
        raise ValueError(f'{original!r} is not a positive integer')
    while num:
        b = num & (~num + 1)
        yield b
        num ^= b


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """Like the builtin, but the first digit is the sign, and negative numbers are complements:
    bin(10) is '0b0 1010', bin(-11) is '0b1 0101'.
    """
    width = num.bit_length()
    digits = f'{num & (1 << width) - 1:0{width}b}' if width else ''
    sign = '1' if num < 0 else '0'
    if max_bits is not None:
        digits = digits.rjust(max_bits, sign)
    return f'0b{sign} {digits}'


class FlagBoundary(StrEnum):
    """What becomes of bits that no member has: STRICT refuses the value, CONFORM drops them,
    EJECT gives the plain int, KEEP keeps them.
    """
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """The base of enums whose members are bits, and can be combined with | & ^ ~."""

    _numeric_repr_ = repr

    def _generate_next_value_(name, start, count, last_values):
        """The value of an auto(): the next bit above the highest so far."""
        if not count:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            return 1 << last_value.bit_length()
        except Exception:
            raise TypeError(f'invalid flag value {last_value!r}') from None

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The members in the value, the lowest bit first."""
        for val in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(val)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The members in the value, in the order of the class body."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """The combination with this value, which is made at first use."""
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            value = cls._out_of_bounds(value)
            if cls._boundary_ is EJECT:
                return value
        neg_value = None
        if value < 0:
            neg_value = value
            value = all_bits + 1 + value
        unknown = value & ~mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError(f'{cls.__name__}({value!r}) -->  unknown values {unknown!r} '
                             f'[{bin(unknown)}]')
        if cls._member_type_ is object:
            composite = object.__new__(cls)
        else:
            composite = cls._member_type_.__new__(cls, value)
        if not hasattr(composite, '_value_'):
            composite._value_ = value
        composite._name_ = cls._composite_name(value)
        # Another thread may have been faster.
        composite = cls._value2member_map_.setdefault(value, composite)
        if neg_value is not None:
            cls._value2member_map_[neg_value] = composite
        return composite

    @classmethod
    def _out_of_bounds(cls, value):
        """What the boundary makes of a value with bits that no member has."""
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        if cls._boundary_ is STRICT:
            max_bits = max(value.bit_length(), mask.bit_length())
            raise ValueError(f'{cls!r} invalid value {value!r}\n    given {bin(value, max_bits)}\n'
                             f'  allowed {bin(mask, max_bits)}')
        if cls._boundary_ is CONFORM:
            return value & mask
        if cls._boundary_ is EJECT:
            return value
        if cls._boundary_ is KEEP:
            return value if value >= 0 else max(all_bits + 1, 1 << value.bit_length()) + value
        raise ValueError(f'{cls!r} unknown flag boundary {cls._boundary_!r}')

    @classmethod
    def _composite_name(cls, value):
        """'A|B|64', or None when no member is in the value."""
        singles = value & cls._singles_mask_
        aliases = value & ~cls._singles_mask_
        members = list(cls._iter_member_(singles))
        if aliases:
            for member in cls._member_map_.values():
                bits = member._value_
                if member not in members and bits and bits & value == bits:
                    members.append(member)
        combined = 0
        for member in members:
            combined |= member._value_
        if not combined:
            return None
        unknown = value ^ combined
        if unknown and cls._boundary_ is STRICT:
            raise ValueError(f'{cls!r}: no members with value {unknown!r}')
        names = [member._name_ for member in members]
        if unknown:
            names.append(cls._numeric_repr_(unknown))
        return '|'.join(names)

    def __contains__(self, other):
        """Are all bits of the other set here?"""
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} "
                            f"and {self.__class__.__qualname__!r}")
        return not other._value_ & ~self._value_

    def __iter__(self):
        return iter(self._iter_member_(self._value_))

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        show = type(self)._value_repr_ or repr
        name = '' if self._name_ is None else '.' + self._name_
        return f'<{type(self).__name__}{name}: {show(self._value_)}>'

    def __str__(self):
        if self._name_ is None:
            return f'{self.__class__.__name__}({self._value_!r})'
        return f'{self.__class__.__name__}.{self._name_}'

    def __bool__(self):
        return bool(self._value_)

    def _bits_of(self, other):
        """The value of an operand that may be combined with self, or NotImplemented."""
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        other = self._bits_of(other)
        return other if other is NotImplemented else self.__class__(self._value_ | other)

    def __and__(self, other):
        other = self._bits_of(other)
        return other if other is NotImplemented else self.__class__(self._value_ & other)

    def __xor__(self, other):
        other = self._bits_of(other)
        return other if other is NotImplemented else self.__class__(self._value_ ^ other)

    def __invert__(self):
        if self._inverted_ is None:
            bits = ~self._value_
            if self._boundary_ not in (EJECT, KEEP):
                bits &= self._singles_mask_
            self._inverted_ = self.__class__(bits)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A Flag whose members are ints."""


# --- Enums whose members are globals of their module ---

def global_enum_repr(self):
    """module.NAME; of a package's module the last part"""
    module = type(self).__module__.rpartition('.')[2]
    return f'{module}.{self._name_}'


def global_flag_repr(self):
    """module.NAME|module.NAME, or module.Class(value)"""
    module = type(self).__module__.rpartition('.')[2]
    if self._name_ is None:
        return f'{module}.{self.__class__.__name__}({self._value_!r})'
    if _is_single_bit(self._value_):
        return f'{module}.{self._name_}'
    keeps = self._boundary_ is FlagBoundary.KEEP        # then bits without a name are numbers
    return '|'.join(name if keeps and name[0].isdigit() else f'{module}.{name}'
                    for name in self._name_.split('|'))


def global_str(self):
    """NAME, or Class(value)"""
    if self._name_ is None:
        return f'{self.__class__.__name__}({self._value_!r})'
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator: members show as attributes of their module, and become such."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator that makes an enum of a plain class, whose body is run only once it is
    finished: for classes that are not written as enums."""
    def convert_class(cls):
        meta = type(etype)
        body = meta.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ('__dict__', '__weakref__'):
                body[name] = value
        if body.get('__doc__') is None:
            body['__doc__'] = 'An enumeration.'
        return meta(cls.__name__, (etype,), body, boundary=boundary)
    return convert_class


# --- Checks ---

def _aliases_text(enumeration):
    """'ALIAS -> NAME, ...', or '' when each member has one name only."""
    return ', '.join(f'{name} -> {member.name}' for name, member in enumeration.__members__.items()
                     if name != member.name)


def unique(enumeration):
    """Class decorator: no two names may have the same value."""
    aliases = _aliases_text(enumeration)
    if aliases:
        raise ValueError(f'duplicate values found in {enumeration!r}: {aliases}')
    return enumeration


@_simple_enum(StrEnum)
class EnumCheck:
    """What @verify can check."""
    CONTINUOUS = 'no skipped integer values'
    NAMED_FLAGS = 'multi-flag aliases may not contain unnamed flags'
    UNIQUE = 'one name per value'


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


def _check_unique(enumeration, kind):
    aliases = _aliases_text(enumeration)
    if aliases:
        raise ValueError(f'aliases found in {enumeration!r}: {aliases}')


def _check_continuous(enumeration, kind):
    values = {e.value for e in enumeration}
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    if kind == 'flag':
        expected = (1 << i for i in range(_high_bit(low) + 1, _high_bit(high)))
    else:
        expected = range(low + 1, high)
    missing = [str(i) for i in expected if i not in values]
    if missing:
        raise ValueError(f"invalid {kind} {enumeration.__name__!r}: missing values "
                         f"{', '.join(missing)}"[:256])


def _check_named_flags(enumeration, kind):
    member_values = [m.value for m in enumeration]
    missing_names = []
    missing_value = 0
    for name, alias in enumeration._member_map_.items():
        if name in enumeration._member_names_ or alias.value < 0:
            continue
        missed = [v for v in _iter_bits_lsb(alias.value) if v not in member_values]
        if missed:
            missing_names.append(name)
            for bit in missed:
                missing_value |= bit
    if not missing_names:
        return
    if len(missing_names) == 1:
        alias = f'alias {missing_names[0]} is missing'
    else:
        alias = f"aliases {', '.join(missing_names[:-1])} and {missing_names[-1]} are missing"
    value = 'value' if _is_single_bit(missing_value) else 'combined values of'
    raise ValueError(f'invalid Flag {enumeration.__name__!r}: {alias} {value} '
                     f'0x{missing_value:x} [use enum.show_flag_values(value) for details]')


_CHECKS = {UNIQUE: _check_unique, CONTINUOUS: _check_continuous, NAMED_FLAGS: _check_named_flags}


class verify:
    """Class decorator that checks the enum: see EnumCheck."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if issubclass(enumeration, Flag):
            kind = 'flag'
        elif issubclass(enumeration, Enum):
            kind = 'enum'
        else:
            raise TypeError("the 'verify' decorator only works with Enum and Flag")
        for check in self.checks:
            if check in _CHECKS:
                _CHECKS[check](enumeration, kind)
        return enumeration
