"""os.path of POSIX systems. Paths are str, bytes, or have __fspath__()."""

import sys

curdir, pardir, extsep, sep, pathsep = '.', '..', '.', '/', ':'
defpath, altsep, devnull = '/bin:/usr/bin', None, '/dev/null'
supports_unicode_filenames = sys.platform == 'darwin'

import stat
import genericpath    # After the names above: it imports os, which takes them.
from genericpath import *

__all__ = genericpath.__all__ + [
    'abspath', 'altsep', 'basename', 'commonpath', 'curdir', 'defpath', 'devnull', 'dirname',
    'expanduser', 'expandvars', 'extsep', 'isabs', 'islink', 'ismount', 'join', 'lexists',
    'normcase', 'normpath', 'pardir', 'pathsep', 'realpath', 'relpath', 'sep', 'split',
    'splitdrive', 'splitext', 'supports_unicode_filenames']


def _marks(path):
    """The slash, the dot and the two dots, of the path's type."""
    return (b'/', b'.', b'..') if isinstance(path, bytes) else ('/', '.', '..')


# --- The text of a path ---

def normcase(s):
    """The path as it is: case matters here."""
    return os.fspath(s)


def isabs(s):
    """Does the path begin at the root?"""
    s = os.fspath(s)
    return s.startswith(_marks(s)[0])


def join(a, *p):
    """The path that leads along one after the other. One that is absolute starts it again."""
    path = os.fspath(a)
    slash = _marks(path)[0]
    try:
        if not p:
            path + slash        # Finds out a wrong type.
        for part in map(os.fspath, p):
            if part.startswith(slash):
                path = part
            else:
                gap = slash if path and not path.endswith(slash) else path[:0]
                path += gap + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types('join', path, *p)
        raise
    return path


def split(p):
    """(head, tail), where tail is what follows the last slash."""
    p = os.fspath(p)
    slash = _marks(p)[0]
    start = p.rfind(slash) + 1
    return p[:start].rstrip(slash) or p[:start], p[start:]


def splitext(p):
    """(root, ext), where ext is empty or begins with the last dot of the name."""
    p = os.fspath(p)
    slash, dot, _ = _marks(p)
    return genericpath._splitext(p, slash, None, dot)


def splitdrive(p):
    """(drive, path): there are no drives here."""
    p = os.fspath(p)
    return p[:0], p


def basename(p):
    """What follows the last slash."""
    return split(p)[1]


def dirname(p):
    """What comes before the last slash."""
    return split(p)[0]


def normpath(path):
    """The path without what leads nowhere: repeated slashes, dots, and names taken back by '..'."""
    path = os.fspath(path)
    slash, dot, dots = _marks(path)
    # Most are normal already, and are seen to be so without going through their names.
    closed = path + slash
    if path[:1] == slash and not (slash + slash in closed or slash + dot + slash in closed
                                  or slash + dots + slash in closed):
        return path[:]
    # Two slashes in front may mean something to the system; more are one.
    count = len(path) - len(path.lstrip(slash))
    root = slash * (count if count <= 2 else 1)
    parts = []
    for part in path.split(slash):
        if part == dots and parts and parts[-1] != dots:
            parts.pop()
        elif part and part != dot and (part != dots or not root):
            parts.append(part)
    return root + slash.join(parts) or dot


def abspath(path):
    """The path from the root, normalized."""
    path = os.fspath(path)
    if not isabs(path):
        here = (os.getcwdb if isinstance(path, bytes) else os.getcwd)()
        path = normpath(path)
        if path in ('.', b'.'):
            return here
        path = join(here, path)
    return normpath(path)


def relpath(path, start=None):
    """The path as it is seen from `start`, which is the current folder."""
    if not path:
        raise ValueError('no path specified')
    path = os.fspath(path)
    slash, dot, dots = _marks(path)
    start = dot if start is None else os.fspath(start)
    try:
        here, there = ([part for part in abspath(each).split(slash) if part]
                       for each in (start, path))
        common = len(commonprefix([here, there]))
        return slash.join([dots] * (len(here) - common) + there[common:]) or dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types('relpath', path, start)
        raise


def commonpath(paths):
    """The longest path that all of them begin with, in whole names."""
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    paths = [os.fspath(path) for path in paths]
    slash, dot, _ = _marks(paths[0])
    try:
        split_paths = [[part for part in path.split(slash) if part and part != dot]
                       for path in paths]
        absolute = {path.startswith(slash) for path in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths")
        return slash * absolute.pop() + slash.join(commonprefix(split_paths))
    except (TypeError, AttributeError):
        genericpath._check_arg_types('commonpath', *paths)
        raise


# --- What is there ---

def _lstat(path):
    """As os.lstat(), but None where there is nothing."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def lexists(path):
    """Is there anything under this path, be it a link that leads nowhere?"""
    return _lstat(path) is not None


def islink(path):
    """Is this the path of a symbolic link?"""
    found = _lstat(path)
    return found is not None and stat.S_ISLNK(found.st_mode)


def ismount(path):
    """Does another file system, or the first one, begin at this folder?"""
    here = _lstat(path)
    if here is None or stat.S_ISLNK(here.st_mode):
        return False
    path = os.fspath(path)
    above = _lstat(realpath(join(path, _marks(path)[2])))
    # The root is its own parent.
    return above is not None and (here.st_dev != above.st_dev or here.st_ino == above.st_ino)


def realpath(filename, *, strict=False):
    """The absolute path without links. With strict, what is not there is an OSError."""
    filename = os.fspath(filename)
    return abspath(_follow(filename[:0], filename, strict, {})[0])


def _follow(path, rest, strict, targets):
    """Go on from `path` along `rest`: (where that leads, whether links could all be followed).

    `targets` has where each link leads that was met: None while it is not known.
    """
    slash, dot, dots = _marks(path)
    if rest.startswith(slash):
        path = slash
    while rest:
        name, _, rest = rest.partition(slash)
        if name == dots:
            head, last = split(path)
            path = join(path, dots) if not path or last == dots else head
        elif name and name != dot:
            step = join(path, name)
            found = os.lstat(step) if strict else _lstat(step)
            if found is None or not stat.S_ISLNK(found.st_mode):
                path = step
                continue
            if step not in targets:
                targets[step] = None
                path, followed = _follow(path, os.readlink(step), strict, targets)
                if not followed:
                    return join(path, rest), False
                targets[step] = path
            elif targets[step] is not None:
                path = targets[step]
            else:       # It leads back to itself.
                if strict:
                    os.stat(step)
                return join(step, rest), False
    return path, True


# --- Users and variables ---

def _home_of(user):
    """The home folder of a user, by name or number, as /etc/passwd has it; or None."""
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as lines:
            for line in lines:
                fields = line.rstrip('\n').split(':')
                if len(fields) > 5 and user in (fields[0], fields[2]):
                    return fields[5]
    except OSError:
        pass
    return None


def expanduser(path):
    """The path with the home folder in place of ~ or ~user, if that is known."""
    path = os.fspath(path)
    if not path.startswith(b'~' if isinstance(path, bytes) else '~'):
        return path
    slash = _marks(path)[0]
    user, after, rest = path[1:].partition(slash)
    if user:
        home = _home_of(os.fsdecode(user))
    else:
        home = os.environ.get('HOME') if 'HOME' in os.environ else _home_of(str(os.getuid()))
    if home is None:
        return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return home.rstrip(slash) + after + rest or slash


def _read_variable(text, start):
    """(name, end) of the variable whose $ stands at `start`; the name is '' if it is none."""
    if text.startswith('{', start + 1):
        end = text.find('}', start)
        return (text[start + 2:end], end + 1) if end > 0 else ('', start + 1)
    end = start + 1
    while text[end:end + 1].isascii() and (text[end:end + 1].isalnum() or text[end:end + 1] == '_'):
        end += 1
    return text[start + 1:end], end


def expandvars(path):
    """The path with the values of environment variables for $name and ${name}, where they exist."""
    path = os.fspath(path)
    text, done = os.fsdecode(path), ''
    while (start := text.find('$')) >= 0:
        name, end = _read_variable(text, start)
        value = os.environ.get(name) if name else None
        done += text[:start] + (text[start:end] if value is None else value)
        text = text[end:]
    return os.fsencode(done + text) if isinstance(path, bytes) else done + text


import os     # Last: it imports this module.
