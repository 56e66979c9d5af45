"""The part of os.path that is the same on every system."""

import stat

__all__ = ['commonprefix', 'exists', 'getatime', 'getctime', 'getmtime', 'getsize', 'isdir',
           'isfile', 'samefile', 'sameopenfile', 'samestat']


def _mode(path):
    """The mode of what the path leads to; 0, which is that of no file, if it can't be had."""
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def exists(path):
    """Does the path lead to anything? A link that leads nowhere does not."""
    return _mode(path) != 0


def isfile(path):
    """Is this the path of an ordinary file, or of a link to one?"""
    return stat.S_ISREG(_mode(path))


def isdir(s):
    """Is this the path of a folder, or of a link to one?"""
    return stat.S_ISDIR(_mode(s))


def getsize(filename):
    """The size of the file in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """When the file was last written to, in seconds since the epoch."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """When the file was last read."""
    return os.stat(filename).st_atime


def getctime(filename):
    """When anything about the file last changed."""
    return os.stat(filename).st_ctime


def commonprefix(m):
    """What all the strings (or lists) begin with; it may end inside a name."""
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = [os.fspath(path) for path in m]
    low, high = min(m), max(m)      # Those in between share at least what these do.
    count = 0
    while count < len(low) and low[count] == high[count]:
        count += 1
    return low[:count]


def samestat(s1, s2):
    """Are these two results of stat() about one file?"""
    return (s1.st_dev, s1.st_ino) == (s2.st_dev, s2.st_ino)


def samefile(f1, f2):
    """Do the two paths lead to one file?"""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Do the two descriptors belong to one file?"""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    """(root, ext), where ext begins at the last dot that has more than dots before it."""
    start = p.rfind(sep) + 1
    if altsep:
        start = max(start, p.rfind(altsep) + 1)
    dot = p.rfind(extsep)
    if dot < start or not p[start:dot].strip(extsep):
        dot = len(p)
    return p[:dot], p[dot:]


def _check_arg_types(funcname, *args):
    """Raise the TypeError that tells what is wrong with these paths, if it is their types."""
    for arg in args:
        if not isinstance(arg, (str, bytes)):
            raise TypeError(f'{funcname}() argument must be str, bytes, or os.PathLike object, '
                            f'not {type(arg).__name__!r}') from None
    if len({isinstance(arg, str) for arg in args}) > 1:
        raise TypeError("Can't mix strings and bytes in path components") from None


import os     # Last: it imports this module.
