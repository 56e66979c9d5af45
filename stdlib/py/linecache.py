"""Lines of source files, kept in memory: for tracebacks, warnings and debuggers."""

import os
import sys

__all__ = ['getline', 'clearcache', 'checkcache', 'lazycache']

# By file name: (size, mtime, lines, path), with mtime None for what did not come from a file; or,
# until somebody wants the lines, (function that gives the source,).
cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file from the cache, '' when there is no such line."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ''


def getlines(filename, module_globals=None):
    """Get the lines for a Python source file from the cache."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Discard cache entries that are out of date."""
    filenames = list(cache) if filename is None else [filename]
    for name in filenames:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        size, mtime, lines, path = entry
        try:
            stat = os.stat(path)
        except OSError:
            cache.pop(name, None)
            continue
        if size != stat.st_size or mtime != stat.st_mtime:
            cache.pop(name, None)


def _is_made_up(filename):
    """'<string>' and the like, which no file is called."""
    return not filename or (filename.startswith('<') and filename.endswith('>'))


def _embedded_lines(filename):
    """The lines of a module that is part of the program, '<frozen name>'."""
    if not filename.startswith('<frozen '):
        return []
    from _frozen_importlib import FrozenImporter
    try:
        source = FrozenImporter.get_source(filename[len('<frozen '):-1])
    except ImportError:
        return []
    return source.splitlines(True) if source else []


def _find_file(filename):
    """(path, stat) of a file by that name here or on sys.path, or None."""
    try:
        return filename, os.stat(filename)
    except OSError:
        if os.path.isabs(filename):
            return None
    for folder in sys.path:
        try:
            path = os.path.join(folder, filename)
        except (TypeError, AttributeError):  # Scripts may put anything there.
            continue
        try:
            return path, os.stat(path)
        except OSError:
            pass
    return None


def _lines_of_loader(filename, module_globals):
    """What the module's loader gives, remembered; None: it has nothing to say."""
    if not lazycache(filename, module_globals):
        return None
    try:
        source = cache[filename][0]()
    except (ImportError, OSError):
        return None
    if source is None:
        return []
    lines = [line + '\n' for line in source.splitlines()]
    cache[filename] = (len(source), None, lines, filename)
    return lines


def _read_lines(path):
    """The decoded lines of a file; None when it can't be read."""
    from _source import decode
    try:
        with open(path, 'rb') as file:
            text = decode(file.read())
    except (OSError, UnicodeDecodeError, SyntaxError, LookupError):
        return None
    lines = text.split('\n')
    last = lines.pop()
    lines = [line + '\n' for line in lines]
    if last:
        lines.append(last + '\n')
    return lines


def updatecache(filename, module_globals=None):
    """Update a cache entry and return its list of lines, an empty one if something is wrong."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        cache.pop(filename, None)
    if _is_made_up(filename):
        return _embedded_lines(filename)
    try:
        found = filename, os.stat(filename)
    except (OSError, ValueError):
        lines = _lines_of_loader(filename, module_globals)
        if lines is not None:
            return lines
        found = _find_file(filename)
    if found is None:
        return []
    path, stat = found
    lines = _read_lines(path)
    if lines is None:
        return []
    cache[filename] = stat.st_size, stat.st_mtime, lines, path
    return lines


def lazycache(filename, module_globals):
    """Have a module's loader asked for the source when its lines are first wanted.

    True if that will be done: the module must have a loader with get_source(), and the file must not
    be in the cache.
    """
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    if _is_made_up(filename) or not module_globals or '__name__' not in module_globals:
        return False
    name = module_globals['__name__']
    loader = module_globals.get('__loader__')
    if loader is None:
        loader = getattr(module_globals.get('__spec__'), 'loader', None)
    get_source = getattr(loader, 'get_source', None)
    if not name or not get_source:
        return False
    cache[filename] = (lambda: get_source(name),)
    return True
