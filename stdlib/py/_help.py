"""help() without pydoc: what an object's docstring says."""
import sys


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
        return f'Help on {kind.replace("_", " ").replace(" or method", "")} {name}{where}:'
    return f'Help on {kind} object:'


def _describe(thing):
    name = getattr(thing, '__name__', None) or type(thing).__name__
    signature = getattr(thing, '__text_signature__', None)
    if isinstance(signature, str):
        signature = signature.replace('$module, ', '').replace('$self, ', '').replace('$self', '')
        yield f'{name}{signature}'
    elif isinstance(thing, type):
        yield f'class {name}({", ".join(base.__name__ for base in thing.__bases__)})'
    elif callable(thing):
        yield f'{name}(...)'
    else:
        yield name
    for line in (getattr(thing, '__doc__', None) or '').strip().splitlines():
        yield '    ' + line.strip()
    if isinstance(thing, (type, type(sys))):
        yield ''
        for attribute, value in vars(thing).items():
            if not attribute.startswith('_') and callable(value):
                first = (getattr(value, '__doc__', None) or '').strip().partition('\n')[0]
                yield f'    {attribute}: {first}' if first else f'    {attribute}'


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
