"""Filename globbing utility."""

import contextlib
import fnmatch
import os
import re
import sys

__all__ = ['escape', 'glob', 'iglob']


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that fit a pattern with *, ? and [...]; with recursive, ** is any folders.

    Names that begin with a dot fit only patterns that do so, or include_hidden.
    """
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return an iterator which yields the paths matching a pathname pattern."""
    sys.audit('glob.glob', pathname, recursive)
    root_dir = pathname[:0] if root_dir is None else os.fspath(root_dir)
    found = _glob(pathname, root_dir, recursive, False, include_hidden)
    if not pathname or recursive and _is_recursive(pathname[:2]):
        # `**` matches the folder itself, as an empty name.
        with contextlib.suppress(StopIteration):
            first = next(found)
            if first:
                return _chain(first, found)
    return found


def _chain(first, rest):
    yield first
    yield from rest


def _glob(pathname, root, recursive, folders_only, hidden):
    """The paths that match, below root."""
    folder, base = os.path.split(pathname)
    if not has_magic(pathname):
        path = _join(root, pathname)
        if os.path.lexists(path) if base else os.path.isdir(path):
            yield pathname
        return
    if not folder:
        yield from _names(base, root, recursive, folders_only, hidden)
        return
    if folder != pathname and has_magic(folder):
        folders = _glob(folder, root, recursive, True, hidden)
    else:
        folders = [folder]
    for folder in folders:
        for name in _names(base, _join(root, folder), recursive, folders_only, hidden):
            yield os.path.join(folder, name)


def _names(base, folder, recursive, folders_only, hidden):
    """The names in a folder that match the last part of a pattern."""
    if not has_magic(base):
        path = _join(folder, base)
        if os.path.lexists(path) if base else os.path.isdir(folder):
            yield base
        return
    if recursive and _is_recursive(base):
        if not folder or os.path.isdir(folder):
            yield base[:0]
        yield from _walk(folder, folders_only, hidden)
        return
    names = _list(folder, folders_only, base)
    if not (hidden or _is_hidden(base)):
        names = [name for name in names if not _is_hidden(name)]
    yield from fnmatch.filter(names, base)


def _walk(folder, folders_only, hidden):
    for name in _list(folder, folders_only, folder):
        if not hidden and _is_hidden(name):
            continue
        yield name
        path = _join(folder, name) if folder else name
        for below in _walk(path, folders_only, hidden):
            yield _join(name, below)


def _list(folder, folders_only, like):
    """The names in a folder, in the type of `like`; of folders only, if asked for."""
    if not folder:
        folder = os.curdir if isinstance(like, str) else os.fsencode(os.curdir)
    try:
        with os.scandir(folder) as entries:
            names = []
            for entry in entries:
                try:
                    if not folders_only or entry.is_dir():
                        names.append(entry.name)
                except OSError:
                    pass
    except OSError:
        return []
    if isinstance(like, bytes):
        return [os.fsencode(name) for name in names]
    return names


def _join(folder, name):
    if not folder or not name:
        return folder or name
    return os.path.join(folder, name)


_magic_check = re.compile('([*?[])')
_magic_check_bytes = re.compile(b'([*?[])')


def has_magic(s):
    if isinstance(s, bytes):
        return _magic_check_bytes.search(s) is not None
    return _magic_check.search(s) is not None


def _is_hidden(path):
    return path[0] in ('.', b'.'[0])


def _is_recursive(pattern):
    return pattern == (b'**' if isinstance(pattern, bytes) else '**')


# For those who list a folder themselves.

def glob0(dirname, pattern):
    return list(_names(pattern, dirname, False, False, False)) if not has_magic(pattern) else []


def glob1(dirname, pattern):
    return list(_names(pattern, dirname, False, False, False))


def escape(pathname):
    """Escape all special characters."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        pathname = _magic_check_bytes.sub(br'[\1]', pathname)
    else:
        pathname = _magic_check.sub(r'[\1]', pathname)
    return drive + pathname
