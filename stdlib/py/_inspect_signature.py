"""Signatures, for inspect: the parameters of anything that can be called."""

import enum
import functools
import re
import types
from collections import OrderedDict, namedtuple

__all__ = ['BoundArguments', 'FullArgSpec', 'Parameter', 'Signature', 'formatannotation',
           'formatannotationrelativeto', 'getcallargs', 'getfullargspec', 'signature']
__name__ = 'inspect'        # That is where scripts know these from.


class _empty:
    """Marks what is not there, since None may be."""


class _void(_empty):
    """Marks what was not given."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 'positional-only'
    POSITIONAL_OR_KEYWORD = 'positional or keyword'
    VAR_POSITIONAL = 'variadic positional'
    KEYWORD_ONLY = 'keyword-only'
    VAR_KEYWORD = 'variadic keyword'

    def __new__(cls, description):
        self = int.__new__(cls, len(cls.__members__))
        self._value_ = int(self)
        self.description = description
        return self

    def __str__(self):
        return self.name


_POSITIONAL_ONLY, _POSITIONAL, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind


def formatannotation(annotation, base_module=None):
    """The annotation as one would write it."""
    if getattr(annotation, '__module__', None) == 'typing':
        return re.sub(r'[\w\.]+', lambda match: match[0].removeprefix('typing.'), repr(annotation))
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    return repr(annotation)


def formatannotationrelativeto(object):
    """formatannotation() for what is in that object's module."""
    module = getattr(object, '__module__', None)
    return lambda annotation: formatannotation(annotation, module)


class Parameter:
    """One parameter: its name, kind, default and annotation."""

    __slots__ = '_name', '_kind', '_default', '_annotation'
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD = _POSITIONAL_ONLY, _POSITIONAL
    VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind')
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f'{kind.description} parameters cannot have default values')
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name[:1] == '.' and name[1:].isdigit():      # The argument of a comprehension.
            if kind != _POSITIONAL:
                raise ValueError('implicit arguments must be passed as positional or keyword '
                                 f'arguments, not {kind.description}')
            self._kind, name = _POSITIONAL_ONLY, f'implicit{name[1:]}'
        from keyword import iskeyword
        if not name.isidentifier() or iskeyword(name) and kind is not _POSITIONAL_ONLY:
            raise ValueError(f'{name!r} is not a valid parameter name')
        self._name, self._default, self._annotation = name, default, annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """The same with other attributes."""
        return type(self)(self._name if name is _void else name,
                          self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    def __reduce__(self):
        return type(self), (self._name, self._kind), {'_default': self._default,
                                                      '_annotation': self._annotation}

    def __setstate__(self, state):
        self._default, self._annotation = state['_default'], state['_annotation']

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text += f': {formatannotation(self._annotation)}'
        if self._default is not _empty:
            text += ('=' if self._annotation is _empty else ' = ') + repr(self._default)
        return {_VAR_POSITIONAL: '*', _VAR_KEYWORD: '**'}.get(self._kind, '') + text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def _values(self):
        return self._name, self._kind, self._default, self._annotation

    def __hash__(self):
        return hash(self._values())

    def __eq__(self, other):
        return self._values() == other._values() if isinstance(other, Parameter) else NotImplemented


class BoundArguments:
    """The arguments of a call by the names of the parameters."""

    __slots__ = 'arguments', '_signature', '__weakref__'

    def __init__(self, signature, arguments):
        self._signature, self.arguments = signature, arguments

    signature = property(lambda self: self._signature)

    @property
    def args(self):
        """What is passed by place."""
        args = []
        for name, parameter in self._signature.parameters.items():
            if parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD) or name not in self.arguments:
                break
            value = self.arguments[name]
            args += value if parameter.kind is _VAR_POSITIONAL else (value,)
        return tuple(args)

    @property
    def kwargs(self):
        """What is passed by name."""
        kwargs, by_name = {}, False
        for name, parameter in self._signature.parameters.items():
            by_name = by_name or parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD)
            if name not in self.arguments:
                by_name = True      # There is a gap: the others can't be passed by place.
            elif by_name and parameter.kind is _VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            elif by_name:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Put the defaults in for what was not given."""
        arguments = {}
        empty = {_VAR_POSITIONAL: (), _VAR_KEYWORD: {}}
        for name, parameter in self._signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _empty:
                arguments[name] = parameter.default
            elif parameter.kind in empty:
                arguments[name] = empty[parameter.kind]
        self.arguments = arguments

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature, self.arguments = state['_signature'], state['arguments']

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __repr__(self):
        values = ', '.join([f'{name}={value!r}' for name, value in self.arguments.items()])
        return f'<{type(self).__name__} ({values})>'


class Signature:
    """The parameters in order, and the annotation of what is returned."""

    __slots__ = '_parameters', '_return_annotation'
    _parameter_cls, _bound_arguments_cls, empty = Parameter, BoundArguments, _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        found, last, with_default = OrderedDict(), _POSITIONAL_ONLY, False
        for each in parameters or ():
            if __validate_parameters__:
                if each.kind < last:
                    raise ValueError('wrong parameter order: {} parameter before {} parameter'
                                     .format(last.description, each.kind.description))
                if each.kind > last:
                    last = each.kind
                if each.kind in (_POSITIONAL_ONLY, _POSITIONAL):
                    if each.default is not _empty:
                        with_default = True
                    elif with_default:
                        raise ValueError('non-default argument follows default argument')
                if each.name in found:
                    raise ValueError(f'duplicate parameter name: {each.name!r}')
            found[each.name] = each
        self._parameters = types.MappingProxyType(found)
        self._return_annotation = return_annotation

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """The signature of anything that can be called."""
        return _Finder(cls, follow_wrapped, globals, locals, eval_str).find(obj)

    def replace(self, *, parameters=_void, return_annotation=_void):
        """The same with other attributes."""
        return type(self)(
            self._parameters.values() if parameters is _void else parameters,
            return_annotation=self._return_annotation if return_annotation is _void
            else return_annotation)

    def _values(self):
        by_place = tuple([each for each in self._parameters.values() if each.kind != _KEYWORD_ONLY])
        by_name = {each.name: each for each in self._parameters.values()
                   if each.kind == _KEYWORD_ONLY}
        return by_place, by_name, self._return_annotation

    def __hash__(self):
        by_place, by_name, returned = self._values()
        return hash((by_place, frozenset(by_name.values()), returned))

    def __eq__(self, other):
        return self._values() == other._values() if isinstance(other, Signature) else NotImplemented

    def bind(self, /, *args, **kwargs):
        """The BoundArguments of a call with these; TypeError if that is not possible."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """The same, where arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, *, partial=False):
        arguments, left, kwargs = {}, list(args), dict(kwargs)
        parameters = list(self._parameters.values())
        collector = next((each for each in parameters if each.kind is _VAR_KEYWORD), None)
        for each in parameters:
            name, kind = each.name, each.kind
            if kind is _VAR_POSITIONAL:
                if left:
                    arguments[name], left = tuple(left), []
                continue
            if kind is _VAR_KEYWORD:
                continue
            if left and kind in (_POSITIONAL_ONLY, _POSITIONAL):
                if name in kwargs and kind is _POSITIONAL:
                    raise TypeError(f'multiple values for argument {name!r}')
                arguments[name] = left.pop(0)
                continue
            if left and kind is _KEYWORD_ONLY:
                raise TypeError('too many positional arguments')
            if name in kwargs and kind is not _POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif name in kwargs:
                raise TypeError(f'{name!r} parameter is positional only, but was passed as a '
                                'keyword')
            elif each.default is _empty and not partial:
                raise TypeError(f'missing a required argument: {name!r}')
        if left:
            raise TypeError('too many positional arguments')
        if kwargs:
            if collector is None:
                raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
            arguments[collector.name] = kwargs
        return self._bound_arguments_cls(self, arguments)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {'_return_annotation': self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __str__(self):
        parts, slash_due, star_due = [], False, True
        for each in self._parameters.values():
            if each.kind is _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                parts.append('/')
                slash_due = False
            if each.kind is _VAR_POSITIONAL:
                star_due = False
            elif each.kind is _KEYWORD_ONLY and star_due:
                parts.append('*')
                star_due = False
            parts.append(str(each))
        if slash_due:
            parts.append('/')
        text = f'({", ".join(parts)})'
        if self._return_annotation is not _empty:
            text += f' -> {formatannotation(self._return_annotation)}'
        return text

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of anything that can be called."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals,
                                   locals=locals, eval_str=eval_str)


# --- Finding it ---

class _Unrepresentable:
    """The default that a builtin function has and text can't show."""

    def __repr__(self):
        return '<unrepresentable>'


_UNREPRESENTABLE = _Unrepresentable()


class _Finder:
    """Looks for a signature: of a function by its code, of other things by what they call."""

    def __init__(self, cls, follow_wrapped=True, globals=None, locals=None, eval_str=False,
                 skip_bound=True):
        self.cls, self.follow_wrapped, self.skip_bound = cls, follow_wrapped, skip_bound
        self.evaluation = {'globals': globals, 'locals': locals, 'eval_str': eval_str}

    def find(self, obj):
        if not callable(obj):
            raise TypeError(f'{obj!r} is not a callable object')
        if isinstance(obj, types.MethodType):
            found = self.find(obj.__func__)
            return self.without_first(found) if self.skip_bound else found
        if self.follow_wrapped:
            from inspect import unwrap
            obj = unwrap(obj, stop=lambda each: hasattr(each, '__signature__')
                         or isinstance(each, types.MethodType))
            if isinstance(obj, types.MethodType):
                return self.find(obj)
        given = getattr(obj, '__signature__', None)
        if given is not None:
            if not isinstance(given, Signature):
                raise TypeError(f'unexpected object {given!r} in __signature__ attribute')
            return given
        method = getattr(obj, '_partialmethod', None)
        if isinstance(method, functools.partialmethod):
            return self.of_partialmethod(method)
        if isinstance(obj, types.FunctionType) or _is_like_function(obj):
            return self.of_function(obj)
        if isinstance(obj, functools.partial):
            return self.of_partial(self.find(obj.func), obj)
        if isinstance(obj, type):
            found = self.of_class(obj)
        elif getattr(obj, '__text_signature__', None):
            found = self.of_text(obj)
            return found
        elif isinstance(obj, (types.BuiltinFunctionType, types.MethodDescriptorType,
                              types.WrapperDescriptorType, types.MethodWrapperType,
                              types.ClassMethodDescriptorType)):
            raise ValueError(f'no signature found for builtin {obj!r}')
        else:
            call = type(obj).__dict__.get('__call__') or getattr(type(obj), '__call__', None)
            if call is None or isinstance(call, types.WrapperDescriptorType):
                raise ValueError(f'callable {obj!r} is not supported by signature')
            try:
                found = self.find(call)
            except ValueError as e:
                raise ValueError(f'no signature found for {obj!r}') from e
            if isinstance(call, staticmethod):
                return found
        return self.without_first(found) if self.skip_bound else found

    def without_first(self, found):
        """The signature of a method that has its object."""
        parameters = list(found.parameters.values())
        if not parameters or parameters[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
            raise ValueError('invalid method signature')
        if parameters[0].kind in (_POSITIONAL_ONLY, _POSITIONAL):
            parameters = parameters[1:]
        elif parameters[0].kind is not _VAR_POSITIONAL:
            raise ValueError('invalid argument type')
        return found.replace(parameters=parameters)

    def of_class(self, obj):
        """That of the metaclass's __call__, of __new__ or of __init__: who says something first.

        With the first parameter, which is cut off afterwards."""
        call = _user_method(type(obj), '__call__')
        if call is not None:
            return self.find(call)
        new, init = _user_method(obj, '__new__'), _user_method(obj, '__init__')
        for base in obj.__mro__:
            if new is not None and '__new__' in base.__dict__:
                return self.find(new)
            if init is not None and '__init__' in base.__dict__:
                return self.find(init)
        for base in obj.__mro__[:-1]:
            text = base.__dict__.get('__text_signature__')
            if not isinstance(text, str) and base.__module__ == 'builtins':
                text = base.__text_signature__
            if isinstance(text, str):
                found = self.of_text(base, text)
                first = self.cls._parameter_cls('self', _POSITIONAL_ONLY)
                return found.replace(parameters=[first, *found.parameters.values()])
        if type not in obj.__mro__:
            if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                first = self.cls._parameter_cls('self', _POSITIONAL_ONLY)
                return self.cls([first])
            raise ValueError(f'no signature found for builtin type {obj!r}')
        raise ValueError(f'callable {obj!r} is not supported by signature')

    def of_function(self, function):
        from inspect import get_annotations
        if isinstance(getattr(function, '__text_signature__', None), str):
            return self.of_text(function)
        code, make = function.__code__, self.cls._parameter_cls
        names, count = code.co_varnames, code.co_argcount
        annotations = get_annotations(function, **self.evaluation)
        defaults, kwdefaults = function.__defaults__ or (), function.__kwdefaults__ or {}
        parameters = []

        def add(name, kind, default=_empty):
            parameters.append(make(name, kind, default=default,
                                   annotation=annotations.get(name, _empty)))

        for index, name in enumerate(names[:count]):
            which = index - (count - len(defaults))
            add(name, _POSITIONAL_ONLY if index < code.co_posonlyargcount else _POSITIONAL,
                defaults[which] if which >= 0 else _empty)
        at = count + code.co_kwonlyargcount
        if code.co_flags & 4:
            add(names[at], _VAR_POSITIONAL)
            at += 1
        for name in names[count:count + code.co_kwonlyargcount]:
            add(name, _KEYWORD_ONLY, kwdefaults.get(name, _empty))
        if code.co_flags & 8:
            add(names[at], _VAR_KEYWORD)
        return self.cls(parameters, return_annotation=annotations.get('return', _empty),
                        __validate_parameters__=isinstance(function, types.FunctionType) is False)

    def of_text(self, obj, text=None):
        """That of a builtin, which it has as text. $ marks what a bound method has already."""
        text = text or obj.__text_signature__
        bound = getattr(obj, '__self__', None) is not None and self.skip_bound
        if '$module' in text or bound and not isinstance(obj.__self__, types.ModuleType):
            text = re.sub(r'\(\$\w+(, /)?(, )?', '(', text)
        else:
            text = re.sub(r'\$(\w+)(?!, /)', r'\1, /', text) if '/' not in text \
                else text.replace('$', '')
        text = re.sub(r'\(\s*/,?\s*', '(', text)
        scope = {'_unknown': _UNREPRESENTABLE}
        try:
            exec(f"def f{text.replace('<unrepresentable>', '_unknown')}: pass", scope)
        except (SyntaxError, NameError):
            raise ValueError(f'{obj!r} has invalid signature') from None
        return self.of_function(scope['f'])

    def of_partialmethod(self, method):
        """That of the function, with what is filled in behind the first parameter."""
        found = self.find(method.func)
        filled = functools.partial(method.func, *method.args, **method.keywords)
        found = self.of_partial(found, filled, skip_first=True)
        first, *rest = self.find(method.func).parameters.values()
        if first.kind is _VAR_POSITIONAL:
            return found
        return found.replace(parameters=[first, *found.parameters.values()])

    def of_partial(self, found, partial, skip_first=False):
        parameters, keywords = dict(found.parameters), partial.keywords or {}
        args = partial.args or ()
        if skip_first:
            first = next(iter(parameters.values()), None)
            if first is None:
                raise ValueError(f'partial object {partial!r} has incorrect arguments')
            if first.kind is not _VAR_POSITIONAL:
                del parameters[first.name]
        try:
            bound = found.bind_partial(*((None,) if skip_first else ()), *args, **keywords)
        except TypeError as e:
            raise ValueError(f'partial object {partial!r} has incorrect arguments') from e
        by_name = False
        for name, each in list(parameters.items()):
            value = bound.arguments.get(name, _void)
            if each.kind is _POSITIONAL_ONLY:
                if value is not _void:
                    del parameters[name]
                continue
            if each.kind is _POSITIONAL:
                if name in keywords:
                    # From here on by name only: this one can still be given another value.
                    by_name = True
                    parameters[name] = each.replace(default=value)
                elif value is not _void:
                    del parameters[name]
                    continue
            elif each.kind is _KEYWORD_ONLY and value is not _void:
                parameters[name] = each.replace(default=value)
            if by_name and each.kind in (_POSITIONAL, _KEYWORD_ONLY):
                parameters[name] = parameters.pop(name).replace(kind=_KEYWORD_ONLY)
            elif by_name and each.kind is _VAR_POSITIONAL:
                del parameters[name]
            elif by_name and each.kind is _VAR_KEYWORD:
                parameters[name] = parameters.pop(name)
        return found.replace(parameters=parameters.values())


def _is_like_function(obj):
    """Has it all that a function has? (Compiled ones do.)"""
    if not callable(obj) or isinstance(obj, type):
        return False
    return (isinstance(getattr(obj, '__name__', None), str)
            and isinstance(getattr(obj, '__code__', None), types.CodeType)
            and isinstance(getattr(obj, '__defaults__', _void), (tuple, types.NoneType))
            and isinstance(getattr(obj, '__kwdefaults__', _void), (dict, types.NoneType))
            and isinstance(getattr(obj, '__annotations__', _void), (dict, types.NoneType)))


def _user_method(cls, name):
    """The method of that name, if it is not one of a builtin type."""
    method = getattr(cls, name, None)
    if isinstance(method, (types.WrapperDescriptorType, types.MethodWrapperType,
                           types.ClassMethodDescriptorType, types.BuiltinFunctionType)):
        return None
    return method


# --- Older forms ---

FullArgSpec = namedtuple('FullArgSpec',
                         'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')


def getfullargspec(func):
    """The parameters of a function as a tuple, those filled by a bound method included."""
    try:
        found = _Finder(Signature, follow_wrapped=False, skip_bound=False).find(func)
    except Exception as e:
        raise TypeError('unsupported callable') from e
    args, defaults, kwonly, kwdefaults, annotations = [], [], [], {}, {}
    if found.return_annotation is not _empty:
        annotations['return'] = found.return_annotation
    names = {_VAR_POSITIONAL: None, _VAR_KEYWORD: None}
    for each in found.parameters.values():
        if each.kind in names:
            names[each.kind] = each.name
        elif each.kind is _KEYWORD_ONLY:
            kwonly.append(each.name)
            if each.default is not _empty:
                kwdefaults[each.name] = each.default
        else:
            args.append(each.name)
            if each.default is not _empty:
                defaults.append(each.default)
        if each.annotation is not _empty:
            annotations[each.name] = each.annotation
    return FullArgSpec(args, names[_VAR_POSITIONAL], names[_VAR_KEYWORD], tuple(defaults) or None,
                       kwonly, kwdefaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """The values that the parameters had in such a call; TypeError as the call would raise it."""
    if isinstance(func, types.MethodType):
        positional = (func.__self__, *positional)
        func = func.__func__
    found = _Finder(Signature, follow_wrapped=False, skip_bound=False).find(func)
    try:
        bound = found.bind(*positional, **named)
    except TypeError as e:
        # A function with these parameters complains in the right words.
        bare = [each.replace(annotation=_empty, default=_empty if each.default is _empty else None)
                for each in found.parameters.values()]
        stub = eval(f'lambda {str(Signature(bare))[1:-1]}: None', {})
        stub.__name__ = stub.__qualname__ = func.__name__
        stub(*positional, **named)
        raise e
    bound.apply_defaults()
    return dict(bound.arguments)
