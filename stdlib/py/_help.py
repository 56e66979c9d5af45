"""help() without pydoc: what an object's docstring says."""
import sys


_ROUTINES = {'function': 'function', 'builtin_function_or_method': 'built-in function',
             'method': 'method'}


def _title(thing):
    kind = type(thing).__name__
    name = getattr(thing, '__qualname__', None) or getattr(thing, '__name__', None)
    if isinstance(thing, type(sys)):
        return f'Help on module {thing.__name__}:'
    if isinstance(thing, type):
        return f'Help on class {name} in module {thing.__module__}:'
    if callable(thing) and name:
        module = getattr(thing, '__module__', None)
        where = f' in module {module}' if module else ''
        what = f'{_ROUTINES[kind]} {thing.__name__}' if kind in _ROUTINES else kind
        return f'Help on {what}{where}:'
    return f'Help on {kind} object:'


def _signature(thing):
    try:
        import inspect
        return str(inspect.signature(thing))
    except (TypeError, ValueError):
        return '(...)'


def _owner(thing):
    """Whose method a bound one is."""
    owner = getattr(thing, '__self__', None)
    if owner is None or isinstance(owner, (type, type(sys))):
        return ''
    return f' method of {type(owner).__module__}.{type(owner).__qualname__} instance'


def _doc_lines(thing):
    """The docstring as if it stood at the left margin."""
    import inspect
    return inspect.cleandoc(getattr(thing, '__doc__', None) or '').splitlines()


def _describe(thing):
    name = getattr(thing, '__name__', None) or type(thing).__name__
    if isinstance(thing, type):
        yield f'class {name}({", ".join(base.__name__ for base in thing.__bases__)})'
    elif callable(thing):
        yield f'{name}{_signature(thing)}{_owner(thing)}'
    else:
        yield name
    for line in _doc_lines(thing):
        yield '    ' + line
    if isinstance(thing, (type, type(sys))):
        yield ''
        for attribute, value in vars(thing).items():
            if not attribute.startswith('_') and callable(value):
                first = (getattr(value, '__doc__', None) or '').strip().partition('\n')[0]
                yield f'    {attribute}: {first}' if first else f'    {attribute}'
    yield ''


def help(*arguments):
    if not arguments:
        print('Type help(object) for help about object.')
        return
    thing = arguments[0]
    if isinstance(thing, str):
        try:
            thing = __import__(thing, fromlist=['*'])
        except ImportError:
            thing = str
    print(_title(thing), end='\n\n')
    for line in _describe(thing):
        print(line)
