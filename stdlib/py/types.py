"""Names of builtin types that have none in builtins; making classes; coroutines of generators."""

import sys


def _samples():
    """One of each, for its type."""
    def generate():
        yield samples
    async def run():
        pass
    async def generate_async():
        yield
    samples = locals()
    samples['coroutine'] = coroutine = run()
    coroutine.close()
    return samples, generate(), coroutine, generate_async(), generate.__closure__[0]


FunctionType = LambdaType = type(_samples)
CodeType = type(_samples.__code__)
ModuleType = type(sys)
MethodType = type(_samples.__get__(sys))
FrameType = type(sys._getframe())
GeneratorType, CoroutineType, AsyncGeneratorType, CellType = map(type, _samples()[1:])

BuiltinFunctionType = BuiltinMethodType = type(len)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(''.__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__['fromkeys'])
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(FunctionType.__globals__)

MappingProxyType = type(type.__dict__)
SimpleNamespace = type(sys.implementation)
GenericAlias = type(list[int])
UnionType = type(int | str)
EllipsisType, NoneType, NotImplementedType = map(type, (..., None, NotImplemented))

try:
    1 / 0
except ZeroDivisionError as _error:
    TracebackType = type(_error.__traceback__)

del sys, _samples


# --- Making classes ---

def new_class(name, bases=(), kwds=None, exec_body=None):
    """What a class statement does: exec_body(namespace) stands for its body."""
    real_bases = resolve_bases(bases)
    meta, namespace, kwds = prepare_class(name, real_bases, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if real_bases is not bases:
        namespace['__orig_bases__'] = bases
    return meta(name, real_bases, namespace, **kwds)


def resolve_bases(bases):
    """The bases, with what __mro_entries__() gives in place of those that are no classes."""
    real_bases = []
    for base in bases:
        replace = None if isinstance(base, type) else getattr(base, '__mro_entries__', None)
        entries = (base,) if replace is None else replace(bases)
        if not isinstance(entries, tuple):
            raise TypeError('__mro_entries__ must return a tuple')
        real_bases += entries
    unchanged = len(real_bases) == len(bases) and all(map(lambda a, b: a is b, real_bases, bases))
    return bases if unchanged else tuple(real_bases)


def prepare_class(name, bases=(), kwds=None):
    """(metaclass, namespace, keywords) for a new class; the keywords without metaclass=."""
    kwds = dict(kwds or {})
    meta = kwds.pop('metaclass', type(bases[0]) if bases else type)
    if isinstance(meta, type):
        for base in bases:      # The most derived one serves all.
            other = type(base)
            if issubclass(other, meta):
                meta = other
            elif not issubclass(meta, other):
                raise TypeError('metaclass conflict: the metaclass of a derived class must be a '
                                '(non-strict) subclass of the metaclasses of all its bases')
    prepare = getattr(meta, '__prepare__', None)
    return meta, {} if prepare is None else prepare(name, bases, **kwds), kwds


class DynamicClassAttribute:
    """A property of instances that leaves the name free on the class.

    Asked of the class it raises AttributeError, so that the metaclass's __getattr__ has its turn.
    """

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or fget.__doc__
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, '__isabstractmethod__', False))

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            return self._do(self.fget, 'unreadable attribute', instance)
        if not self.__isabstractmethod__:
            raise AttributeError()
        return self

    def __set__(self, instance, value):
        self._do(self.fset, "can't set attribute", instance, value)

    def __delete__(self, instance):
        self._do(self.fdel, "can't delete attribute", instance)

    @staticmethod
    def _do(function, refusal, *args):
        if function is None:
            raise AttributeError(refusal)
        return function(*args)

    def _with(self, fget, fset, fdel, doc):
        other = type(self)(fget, fset, fdel, doc)
        other.overwrite_doc = self.overwrite_doc
        return other

    def getter(self, fget):
        doc = self.overwrite_doc and fget.__doc__ or self.__doc__
        return self._with(fget, self.fset, self.fdel, doc)

    def setter(self, fset):
        return self._with(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._with(self.fget, self.fset, fdel, self.__doc__)


# --- Coroutines made of generators ---

def _inner(name):
    return property(lambda self: getattr(self._GeneratorWrapper__inner, name))


class _GeneratorWrapper:
    """Makes an object that acts like a generator awaitable."""

    def __init__(self, gen):
        self.__inner = gen
        self.__name__, self.__qualname__ = (getattr(gen, name, None)
                                            for name in ('__name__', '__qualname__'))

    # A coroutine's names for what the generator has, and its own names.
    gi_code = cr_code = _inner('gi_code')
    gi_frame = cr_frame = _inner('gi_frame')
    gi_running = cr_running = _inner('gi_running')
    gi_yieldfrom = cr_await = _inner('gi_yieldfrom')

    def send(self, val):
        return self.__inner.send(val)

    def throw(self, tp, *rest):
        return self.__inner.throw(tp, *rest)

    def close(self):
        return self.__inner.close()

    def __next__(self):
        return next(self.__inner)

    def __iter__(self):
        return self.__inner if isinstance(self.__inner, GeneratorType) else self

    __await__ = __iter__


_CO_GENERATOR, _CO_COROUTINE, _CO_ITERABLE_COROUTINE = 0x20, 0x80, 0x100


def coroutine(func):
    """Make what a generator function returns awaitable."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    code = getattr(func, '__code__', None)
    if type(func) is FunctionType and type(code) is CodeType:
        if code.co_flags & (_CO_COROUTINE | _CO_ITERABLE_COROUTINE):
            return func
        if code.co_flags & _CO_GENERATOR:
            func.__code__ = code.replace(co_flags=code.co_flags | _CO_ITERABLE_COROUTINE)
            return func

    from functools import wraps     # Late: these two import this module.
    from _collections_abc import Coroutine, Generator

    @wraps(func)
    def wrapped(*args, **kwargs):
        made = func(*args, **kwargs)
        if isinstance(made, Coroutine) or not isinstance(made, Generator):
            return made
        if type(made) is GeneratorType and made.gi_code.co_flags & _CO_ITERABLE_COROUTINE:
            return made
        return _GeneratorWrapper(made)
    return wrapped


__all__ = [name for name in globals() if name[0] != '_']
