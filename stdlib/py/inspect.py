"""Looking at objects: what they are, where they come from, how they are called, and who called.

Signatures are in _inspect_signature.py.
"""

import abc
import builtins
import functools
import importlib.machinery
import itertools
import linecache
import os
import re
import sys
import types
from collections import namedtuple
from _inspect_signature import *
from _inspect_signature import _empty, _ParameterKind, _void

# What the flags of a code object mean.
CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = (
    1 << bit for bit in range(6))
CO_NOFREE, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 0x40, 0x80, 0x100, 0x200
TPFLAGS_IS_ABSTRACT = 1 << 20


# --- What is it? ---

def _of_type(name, *kinds):
    def test(object):
        return isinstance(object, kinds)
    test.__name__ = test.__qualname__ = name
    test.__doc__ = f'Is it a {" or ".join([kind.__name__ for kind in kinds])}?'
    return test


ismodule = _of_type('ismodule', types.ModuleType)
isclass = _of_type('isclass', type)
ismethod = _of_type('ismethod', types.MethodType)
isfunction = _of_type('isfunction', types.FunctionType)
isbuiltin = _of_type('isbuiltin', types.BuiltinFunctionType)
isgenerator = _of_type('isgenerator', types.GeneratorType)
iscoroutine = _of_type('iscoroutine', types.CoroutineType)
isasyncgen = _of_type('isasyncgen', types.AsyncGeneratorType)
istraceback = _of_type('istraceback', types.TracebackType)
isframe = _of_type('isframe', types.FrameType)
iscode = _of_type('iscode', types.CodeType)
ismemberdescriptor = _of_type('ismemberdescriptor', types.MemberDescriptorType)
isgetsetdescriptor = _of_type('isgetsetdescriptor', types.GetSetDescriptorType)
ismethodwrapper = _of_type('ismethodwrapper', types.MethodWrapperType)


def isroutine(object):
    """Is it a function or a method of any kind?"""
    return isinstance(object, (types.FunctionType, types.MethodType, types.BuiltinFunctionType,
                               types.MethodWrapperType)) or ismethoddescriptor(object)


def ismethoddescriptor(object):
    """Has its type __get__ and not __set__, while it is no method, function or class itself?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, '__get__') and not hasattr(kind, '__set__')


def isdatadescriptor(object):
    """Has its type __set__ or __delete__?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), '__set__') or hasattr(type(object), '__delete__')


def _has_code_flag(function, flag):
    function = functools._unwrap_partial(function.__func__ if ismethod(function) else function)
    function = function.__func__ if ismethod(function) else function
    code = getattr(function, '__code__', None)
    if not (isfunction(function) or isinstance(code, types.CodeType) and callable(function)):
        return False
    return bool(getattr(code, 'co_flags', 0) & flag)


def isgeneratorfunction(obj):
    """Does a call of it make a generator?"""
    return _has_code_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Does a call of it make a coroutine?"""
    return _has_code_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """Does a call of it make an asynchronous generator?"""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isawaitable(object):
    """Can it be awaited?"""
    from collections.abc import Awaitable
    return (isinstance(object, (types.CoroutineType, Awaitable)) or
            isgenerator(object) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE))


def isabstract(object):
    """Is it a class with abstract methods?"""
    if not isinstance(object, type):
        return False
    if '__abstractmethods__' in object.__dict__ or not isinstance(object, abc.ABCMeta):
        return bool(getattr(object, '__abstractmethods__', ()))
    # In __init_subclass__() that is not known yet.
    names = {*object.__dict__}.union(*[getattr(base, '__abstractmethods__', ())
                                       for base in object.__bases__])
    return any(getattr(getattr(object, name, None), '__isabstractmethod__', False)
               for name in names)


# --- What has it? ---

def _members(object, predicate, getter):
    bases = ()
    if isclass(object):
        bases = object, *getmro(object)
    names, found, seen = dir(object), [], set()
    for base in getattr(object, '__bases__', ()) if bases else ():
        # What only the metaclass shows.
        names += [name for name, value in base.__dict__.items()
                  if isinstance(value, types.DynamicClassAttribute)]
    for name in names:
        try:
            value = getter(object, name)
            if name in seen:
                raise AttributeError
        except AttributeError:
            for base in bases:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
        seen.add(name)
    found.sort(key=lambda pair: pair[0])
    return found


def getmembers(object, predicate=None):
    """Pairs of the names and values of its attributes, or of those that the predicate is for."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """The same without calling descriptors."""
    return _members(object, predicate, getattr_static)


Attribute = namedtuple('Attribute', 'name kind defining_class object')


def classify_class_attrs(cls):
    """For each attribute of a class its name, its kind as text, the class that has it, and the
    object that is there."""
    mro, result = getmro(cls), []
    metamro = tuple([each for each in getmro(type(cls)) if each not in (type, object)])
    names = set(dir(cls))
    for base in mro:
        names.update(name for name, value in base.__dict__.items()
                     if isinstance(value, types.DynamicClassAttribute) and value.fget is not None)
    for name in sorted(names):
        home = next((base for base in (*mro, *metamro) if name in base.__dict__), None)
        found = home.__dict__[name] if home is not None else getattr(cls, name, None)
        if home is None:
            home = next((base for base in mro if getattr(base, name, None) is found), None)
            if home is None:
                continue
        if isinstance(found, (staticmethod, types.BuiltinMethodType)):
            kind = 'static method'
        elif isinstance(found, (classmethod, types.ClassMethodDescriptorType)):
            kind = 'class method'
        elif isinstance(found, property):
            kind = 'property'
        else:
            kind = 'method' if isroutine(found) else 'data'
        result.append(Attribute(name, kind, home, found))
    return result


def getmro(cls):
    """The classes in which attributes are looked up."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """What is inside all wrappers: along __wrapped__, until stop(f) is true."""
    first, seen = func, {id(func)}
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f'wrapper loop when unwrapping {first!r}')
        seen.add(id(func))
    return func


_MISSING = object()


def getattr_static(obj, attr, default=_MISSING):
    """The attribute as it stands somewhere, without calling anything."""
    own = _MISSING
    if not isinstance(obj, type):
        kind = type(obj)
        values = _own_dict(obj, kind)
        own = dict.get(values, attr, _MISSING) if values is not None else _MISSING
    else:
        kind = obj
    of_class = _in_mro(kind, attr)
    if own is not _MISSING and of_class is not _MISSING:
        its_kind = type(of_class)
        if _in_mro(its_kind, '__get__') is not _MISSING and (
                _in_mro(its_kind, '__set__') is not _MISSING
                or _in_mro(its_kind, '__delete__') is not _MISSING):
            return of_class
    if own is not _MISSING:
        return own
    if of_class is not _MISSING:
        return of_class
    if obj is kind:
        of_class = _in_mro(type(kind), attr)
        if of_class is not _MISSING:
            return of_class
    if default is not _MISSING:
        return default
    raise AttributeError(attr)


_dict_of = type.__dict__['__dict__'].__get__
_mro_of = type.__dict__['__mro__'].__get__


def _own_dict(obj, kind):
    """The object's own dict; None if it has none, or one that only a call would give."""
    if isinstance(obj, types.ModuleType):
        return obj.__dict__
    found = _in_mro(kind, '__dict__')
    if not isinstance(found, types.GetSetDescriptorType):
        return None
    try:
        return object.__getattribute__(obj, '__dict__')
    except AttributeError:
        return None


def _in_mro(kind, name):
    for base in _mro_of(kind):
        values = _dict_of(base)
        if name in values:
            return values[name]
    return _MISSING


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a function, class or module, as a new dict; evaluated where they are text,
    if eval_str is true."""
    inner = None
    if isinstance(obj, type):
        found = obj.__dict__.get('__annotations__')
        if isinstance(found, types.GetSetDescriptorType):
            found = None
        module = sys.modules.get(getattr(obj, '__module__', None))
        where, inside = getattr(module, '__dict__', None), dict(vars(obj))
    elif isinstance(obj, types.ModuleType):
        found, where, inside = getattr(obj, '__annotations__', None), obj.__dict__, None
    elif callable(obj):
        found, inside, inner = getattr(obj, '__annotations__', None), None, obj
        where = getattr(obj, '__globals__', None)
    else:
        raise TypeError(f'{obj!r} is not a module, class, or callable.')
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError(f'{obj!r}.__annotations__ is neither a dict nor None')
    if not eval_str:
        return dict(found)
    while inner is not None:
        wrapped = getattr(inner, '__wrapped__', None) or \
            (inner.func if isinstance(inner, functools.partial) else None)
        if wrapped is None:
            where = getattr(inner, '__globals__', where)
            break
        inner = wrapped
    globals = where if globals is None else globals
    locals = inside if locals is None else locals
    return {name: eval(value, globals, locals) if isinstance(value, str) else value
            for name, value in found.items()}


# --- Docstrings ---

def cleandoc(doc):
    """The docstring without the indentation that its lines share, and blank lines around it."""
    lines = doc.expandtabs().split('\n')
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()], default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def _inherited_doc(obj):
    if isclass(obj):
        docs = [base.__doc__ for base in obj.__mro__ if base is not object]
        return next((doc for doc in docs if doc is not None), None)
    name, owner = getattr(obj, '__name__', None), None
    if ismethod(obj):
        name, owner = obj.__func__.__name__, obj.__self__
        owner = owner if isclass(owner) else type(owner)
    elif isfunction(obj):
        owner = _class_of_function(obj)
    elif isbuiltin(obj):
        owner = obj.__self__ if isclass(obj.__self__) else type(obj.__self__)
    elif isinstance(obj, property):
        name, owner = obj.fget.__name__, _class_of_function(obj.fget)
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        owner = getattr(obj, '__objclass__', None)
        slots = getattr(owner, '__slots__', None)
        if ismemberdescriptor(obj) and isinstance(slots, dict) and name in slots:
            return slots[name]
    for base in owner.__mro__ if owner is not None else ():
        doc = getattr(base.__dict__.get(name), '__doc__', None)
        if doc is not None:
            return doc
    return None


def _class_of_function(function):
    found = sys.modules.get(function.__module__)
    for name in function.__qualname__.split('.')[:-1]:
        found = getattr(found, name, None)
    return found if isclass(found) else None


def getdoc(object):
    """The docstring, cleaned; inherited, if it has none of its own."""
    try:
        doc = object.__doc__
        if doc is None:
            doc = _inherited_doc(object)
    except AttributeError:
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


# --- Where is it from? ---

def getmodulename(path):
    """The name of the module in that file, or None."""
    base = os.path.basename(path)
    for suffix in sorted(importlib.machinery.all_suffixes(), key=len, reverse=True):
        if base.endswith(suffix):
            return base.removesuffix(suffix)
    return None


def getfile(object):
    """The file that it was defined in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isclass(object):
        module = sys.modules.get(getattr(object, '__module__', None))
        if getattr(module, '__file__', None):
            return module.__file__
        if getattr(object, '__module__', None) == '__main__':
            raise OSError('source code not available')
        raise TypeError(f'{object!r} is a built-in class')
    for kind, inside in ((types.MethodType, '__func__'), (types.FunctionType, '__code__'),
                         (types.TracebackType, 'tb_frame'), (types.FrameType, 'f_code')):
        if isinstance(object, kind):
            object = getattr(object, inside)
    if iscode(object):
        return object.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was '
                    f'expected, got {type(object).__name__}')


def getsourcefile(object):
    """The file with its source, or None."""
    name = getfile(object)
    if name.endswith('.pyc'):
        name = name[:-1]
    if name in linecache.cache or os.path.exists(name):
        return name
    module = getmodule(object, name)
    if getattr(module, '__loader__', None) is not None and \
            getattr(getattr(module, '__spec__', None), 'loader', None) is not None:
        return name
    return None


def getabsfile(object, _filename=None):
    """The file as an absolute path."""
    return os.path.normcase(os.path.abspath(_filename or getsourcefile(object) or getfile(object)))


def getmodule(object, _filename=None):
    """The module that it was defined in, or None."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    try:
        wanted = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    for module in list(sys.modules.values()):
        path = getattr(module, '__file__', None)
        if ismodule(module) and path and os.path.abspath(path) == wanted:
            return module
    main = sys.modules.get('__main__')
    if getattr(main, getattr(object, '__name__', ''), None) is object:
        return main
    if getattr(builtins, getattr(object, '__name__', ''), None) is object:
        return builtins
    return None


def _parse(text):
    return compile(text, '<source>', 'exec', 0x400, dont_inherit=True)     # As a tree.


def _line_of_class(lines, cls):
    """The index of the line where the class, or its first decorator, begins."""
    def search(node, path):
        name = getattr(node, 'name', None)
        kind = type(node).__name__
        if kind == 'ClassDef':
            path = [*path, name]
            if path == wanted:
                return min([node.lineno, *[each.lineno for each in node.decorator_list]]) - 1
        elif kind in ('FunctionDef', 'AsyncFunctionDef'):
            path = [*path, name, '<locals>']
        for field in ('body', 'orelse', 'handlers', 'finalbody', 'cases'):
            inside = getattr(node, field, None)
            for each in inside if isinstance(inside, list) else ():
                found = search(each, path)
                if found is not None:
                    return found

    wanted = cls.__qualname__.split('.')
    found = search(_parse(''.join(lines)), [])
    if found is None:
        raise OSError('could not find class definition')
    return found


def findsource(object):
    """(all lines of its file, the index of the first line of it)."""
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith('<') and file.endswith('>')):
            raise OSError('source code not available')
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__) if module else linecache.getlines(file)
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        return lines, _line_of_class(lines, object)
    for kind, inside in ((types.MethodType, '__func__'), (types.FunctionType, '__code__'),
                         (types.TracebackType, 'tb_frame'), (types.FrameType, 'f_code')):
        if isinstance(object, kind):
            object = getattr(object, inside)
    if not iscode(object):
        raise OSError('could not find code object')
    index = object.co_firstlineno - 1
    if index >= len(lines):
        raise OSError('lineno is out of bounds')
    return lines, index


def getcomments(object):
    """The comment lines right above it, or None."""
    try:
        lines, start = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        found = list(itertools.takewhile(lambda line: line.startswith('#'),
                                         lines[1 if lines[0].startswith('#!') else 0:]))
        return ''.join(found) or None
    first = lines[start]
    indent = first[:len(first) - len(first.lstrip())]
    found = []
    while start > 0 and lines[start - 1].startswith(indent + '#'):
        start -= 1
        found.insert(0, lines[start].strip() + '\n')
    return ''.join(found) or None


def _statement(lines):
    """The tree of the statement in these lines, as they stand indented; None if it is not whole."""
    text = ''.join(lines)
    try:
        if lines[0][:1] not in (' ', '\t'):
            return _parse(text).body[0]
        return _parse('if 1:\n' + text).body[0].body[0]
    except (SyntaxError, ValueError):
        return None


def getblock(lines):
    """The lines of the statement that the first one begins, with what is indented under it."""
    first = indentsize(lines[0])
    is_block = re.match(r'\s*(@|def\b|class\b|async\b)', lines[0])
    for end in range(1, len(lines) + 1):
        following = lines[end] if end < len(lines) else ''
        if is_block and end < len(lines) and (
                not following.strip() or following.lstrip().startswith('#')
                or indentsize(following) > first):
            continue        # It may go on.
        tree = _statement(lines[:end])
        if tree is None:
            continue
        # Comments at the end belong to it if they are indented like its body.
        body = getattr(tree, 'body', None)
        inside = body[0].col_offset if isinstance(body, list) else first
        if isinstance(body, list) and body[0].lineno == tree.lineno:
            inside = sys.maxsize
        while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith('#')
                           and indentsize(lines[end - 1]) < inside):
            end -= 1
        return lines[:end]
    return lines[:1]


def indentsize(line):
    """How far the line is indented."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def getsourcelines(object):
    """(its lines, the number of the first one)."""
    object = unwrap(object)
    lines, start = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == '<module>':
        return lines, 0
    return getblock(lines[start:]), start + 1


def getsource(object):
    """Its source text."""
    return ''.join(getsourcelines(object)[0])


def walktree(classes, children, parent):
    """Helps getclasstree()."""
    result = []
    for each in sorted(classes, key=lambda cls: (cls.__module__, cls.__name__)):
        result.append((each, each.__bases__))
        if each in children:
            result.append(walktree(children[each], children, each))
    return result


def getclasstree(classes, unique=False):
    """The classes as nested lists: after a pair of a class and its bases one of its subclasses."""
    children, roots = {}, []
    for each in classes:
        for parent in each.__bases__:
            below = children.setdefault(parent, [])
            if each not in below:
                below.append(each)
            if unique and parent in classes:
                break
        if not each.__bases__:
            roots.append(each)
    roots += [parent for parent in children if parent not in classes and parent not in roots]
    return walktree(roots, children, None)


# --- Frames ---

Arguments = namedtuple('Arguments', 'args, varargs, varkw')
ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')


def getargs(co):
    """The names of a code object's parameters."""
    if not iscode(co):
        raise TypeError(f'{co!r} is not a code object')
    names, count = co.co_varnames, co.co_argcount
    at = count + co.co_kwonlyargcount
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs, at = names[at], at + 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[at]
    return Arguments(list(names[:count]) + list(names[count:count + co.co_kwonlyargcount]), varargs,
                     varkw)


def getargvalues(frame):
    """The parameters of a frame and their values."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


ClosureVars = namedtuple('ClosureVars', 'nonlocals globals builtins unbound')


def getclosurevars(func):
    """The names that a function uses from outside, with their values now."""
    func = func.__func__ if ismethod(func) else func
    if not isfunction(func):
        raise TypeError(f'{func!r} is not a Python function')
    code = func.__code__
    nonlocals = {name: cell.cell_contents
                 for name, cell in zip(code.co_freevars, func.__closure__ or ())}
    known = func.__globals__.get('__builtins__', builtins.__dict__)
    known = known.__dict__ if ismodule(known) else known
    found, of_builtins, unbound = {}, {}, set()
    for name in code.co_names:
        if name in ('None', 'True', 'False'):
            continue
        if name in func.__globals__:
            found[name] = func.__globals__[name]
        elif name in known:
            of_builtins[name] = known[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, found, of_builtins, unbound)


class Traceback(namedtuple('Traceback', 'filename lineno function code_context index')):
    """Where a frame stands, with lines around it."""

    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


class FrameInfo(namedtuple('FrameInfo', 'frame ' + ' '.join(Traceback._fields))):
    """The same with the frame."""

    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


def getframeinfo(frame, context=1):
    """Where the frame or traceback stands, with so many lines around it."""
    line, inner = None, frame
    if istraceback(frame):
        line, inner = frame.tb_lineno, frame.tb_frame
    if not isframe(inner):
        raise TypeError(f'{frame!r} is not a frame or traceback object')
    line = inner.f_lineno if line is None else line
    name, lines, index = getsourcefile(inner) or getfile(inner), None, None
    if context > 0:
        try:
            lines, _ = findsource(inner)
        except OSError:
            pass
        else:
            start = max(0, min(line - 1 - context // 2, len(lines) - context))
            lines, index = lines[start:start + context], line - 1 - start
    import dis
    positions = None
    code, instruction = inner.f_code, frame.tb_lasti if istraceback(frame) else inner.f_lasti
    if instruction >= 0:
        places = next(itertools.islice(code.co_positions(), instruction // 2, None), None)
        positions = places and dis.Positions(*places)
    return Traceback(name, line, inner.f_code.co_name, lines, index, positions=positions)


def getlineno(frame):
    """The line that the frame stands at."""
    return frame.f_lineno


def getouterframes(frame, context=1):
    """The frame and those that called it."""
    found = []
    while frame:
        info = getframeinfo(frame, context)
        found.append(FrameInfo(frame, *info, positions=info.positions))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    """The frames of a traceback."""
    found = []
    while tb:
        info = getframeinfo(tb, context)
        found.append(FrameInfo(tb.tb_frame, *info, positions=info.positions))
        tb = tb.tb_next
    return found


def currentframe():
    """The frame of who asks."""
    return sys._getframe(1)


def stack(context=1):
    """The frames from who asks outwards."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames from here to where the exception being handled was raised."""
    exc = sys.exc_info()[1]
    return getinnerframes(None if exc is None else exc.__traceback__, context)


# --- Generators and coroutines ---

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = (
    'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED')
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED')


def _state(prefix, running, frame, suspended):
    if running:
        return prefix + 'RUNNING'
    if frame is None:
        return prefix + 'CLOSED'
    return prefix + ('SUSPENDED' if suspended else 'CREATED')


def getgeneratorstate(generator):
    """Has the generator begun, does it run, wait, or has it ended?"""
    return _state('GEN_', generator.gi_running, generator.gi_frame, generator.gi_suspended)


def getcoroutinestate(coroutine):
    """The same for a coroutine."""
    return _state('CORO_', coroutine.cr_running, coroutine.cr_frame, coroutine.cr_suspended)


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    if not isgenerator(generator):
        raise TypeError(f'{generator!r} is not a Python generator')
    return {} if generator.gi_frame is None else generator.gi_frame.f_locals


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, 'cr_frame', None)
    return {} if frame is None else frame.f_locals


__all__ = [name for name, _value in list(globals().items())
           if name[0] != '_' and not isinstance(_value, types.ModuleType)]
