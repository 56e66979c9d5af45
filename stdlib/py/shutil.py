"""Utility functions for copying and archiving files and directory trees."""

import collections
import errno
import fnmatch
import os
import stat
import sys

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move',
           'rmtree', 'Error', 'SpecialFileError', 'ExecError', 'disk_usage', 'chown', 'which',
           'get_terminal_size', 'SameFileError', 'ignore_patterns', 'ReadError', 'RegistryError']

COPY_BUFSIZE = 64 * 1024


class Error(OSError):
    pass


class SameFileError(Error):
    """A file can't be copied to itself."""


class SpecialFileError(OSError):
    """What is to be copied is no ordinary file."""


class ExecError(OSError):
    """A command could not be run."""


class ReadError(OSError):
    """An archive can't be read."""


class RegistryError(Exception):
    """There is no such format of archives."""


# --- Files ---

def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left in one file object to another."""
    read, write = fsrc.read, fdst.write
    while data := read(length or COPY_BUFSIZE):
        write(data)


def _samefile(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the contents. Without follow_symlinks, a link is copied as such."""
    sys.audit('shutil.copyfile', src, dst)
    if _samefile(src, dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    for name in src, dst:
        try:
            mode = os.stat(name).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError(f'`{os.fspath(name)}` is a named pipe')
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as fsrc:
        try:
            with open(dst, 'wb') as fdst:
                copyfileobj(fsrc, fdst)
        except IsADirectoryError as error:
            if not os.path.exists(dst):
                raise FileNotFoundError(f'Directory does not exist: {dst}') from error
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permissions."""
    sys.audit('shutil.copymode', src, dst)
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy the permissions and the times."""
    sys.audit('shutil.copystat', src, dst)
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    found = os.stat(src)
    os.utime(dst, ns=(found.st_atime_ns, found.st_mtime_ns))
    os.chmod(dst, stat.S_IMODE(found.st_mode))


def copy(src, dst, *, follow_symlinks=True):
    """Copy a file with its permissions; where it is then."""
    return _copy_with(copymode, src, dst, follow_symlinks)


def copy2(src, dst, *, follow_symlinks=True):
    """Copy a file with its permissions and times; where it is then."""
    return _copy_with(copystat, src, dst, follow_symlinks)


def _copy_with(copy_rest, src, dst, follow):
    """Copy the contents, into dst if that is a folder, and the rest that belongs to the file."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, _basename(src))
    for step in (copyfile, copy_rest):
        step(src, dst, follow_symlinks=follow)
    return dst


# --- Trees ---

def ignore_patterns(*patterns):
    """For copytree(): leave out the names that fit these patterns."""
    def _ignore_patterns(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}
    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a folder and all in it; where it is then."""
    sys.audit('shutil.copytree', src, dst)
    with os.scandir(src) as found:
        entries = list(found)
    ignored = set()
    if ignore is not None:
        ignored = ignore(os.fspath(src), [entry.name for entry in entries])
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for entry in entries:
        if entry.name in ignored:
            continue
        source = os.path.join(src, entry.name)
        target = os.path.join(dst, entry.name)
        given = entry if copy_function in (copy2, copy) else source
        try:
            if entry.is_symlink() and symlinks:
                os.symlink(os.readlink(source), target)
                copystat(given, target, follow_symlinks=False)
            elif (entry.is_symlink() and ignore_dangling_symlinks
                    and not os.path.exists(os.readlink(source))):
                continue
            elif entry.is_dir():
                copytree(given, target, symlinks, ignore, copy_function,
                         ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(given, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as why:
            errors.append((source, target, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, dir_fd=None):
    """Remove a folder and all in it. Errors go to onerror(function, path, info), or nowhere."""
    sys.audit('shutil.rmtree', path, dir_fd)
    if dir_fd is not None:
        raise NotImplementedError('dir_fd unavailable on this platform')
    if ignore_errors:
        def onerror(*args):
            pass
    elif onerror is None:
        def onerror(*args):
            raise
    try:
        if os.path.islink(path):
            raise OSError('Cannot call rmtree on a symbolic link')
    except OSError:
        onerror(os.path.islink, path, sys.exc_info())
        return
    _remove_tree(path, onerror)


rmtree.avoids_symlink_attacks = False


def _remove_tree(path, onerror):
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except OSError:
        onerror(os.scandir, path, sys.exc_info())
        entries = []
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                _remove_tree(entry.path, onerror)
                continue
        except OSError:
            pass        # Then it is tried as a file.
        try:
            os.unlink(entry.path)
        except OSError:
            onerror(os.unlink, entry.path, sys.exc_info())
    try:
        os.rmdir(path)
    except OSError:
        onerror(os.rmdir, path, sys.exc_info())


def _basename(path):
    """The last part, whatever slashes there are behind it."""
    path = os.fspath(path)
    slash = b'/' if isinstance(path, bytes) else '/'
    return os.path.basename(path.rstrip(slash))


def _is_below(path, folder):
    path, folder = (os.path.abspath(each) for each in (path, folder))
    slash = b'/' if isinstance(path, bytes) else '/'
    if not folder.endswith(slash):
        folder += slash
    return (path + slash).startswith(folder)


def move(src, dst, copy_function=copy2):
    """Move a file or folder, into the destination if that is a folder. Returns where it is."""
    sys.audit('shutil.move', src, dst)
    target = dst
    if os.path.isdir(dst):
        if _samefile(src, dst):
            os.rename(src, dst)
            return dst
        target = os.path.join(dst, _basename(src))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        os.rename(src, target)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            if _is_below(dst, src):
                raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.") from None
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


# --- About the machine ---

_DiskUsage = collections.namedtuple('usage', 'total used free')


def disk_usage(path):
    """The size of the file system in bytes, what is used, and what is free."""
    if not hasattr(os, 'statvfs'):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), path)
    found = os.statvfs(path)
    size = found.f_frsize
    return _DiskUsage(found.f_blocks * size, (found.f_blocks - found.f_bfree) * size,
                      found.f_bavail * size)


def chown(path, user=None, group=None):
    """Give the file to a user, a group, or both."""
    sys.audit('shutil.chown', path, user, group)
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    os.chown(path, -1 if user is None else user, -1 if group is None else group)


def get_terminal_size(fallback=(80, 24)):
    """How many columns and lines there are: by COLUMNS and LINES, or as the terminal says."""
    def variable(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = variable('COLUMNS'), variable('LINES')
    if columns <= 0 or lines <= 0:
        try:
            terminal = sys.__stdout__.fileno()
            size = os.get_terminal_size(terminal)
        except (OSError, ValueError, AttributeError):
            size = os.terminal_size(fallback)
        if columns <= 0:
            columns = size.columns or fallback[0]
        if lines <= 0:
            lines = size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the command, as the shell would find it; None if there is no such."""
    def is_it(name):
        return os.path.exists(name) and os.access(name, mode) and not os.path.isdir(name)

    if os.path.dirname(cmd):
        return cmd if is_it(cmd) else None
    use_bytes = isinstance(cmd, bytes)
    if path is None:
        path = os.environ.get('PATH', os.defpath)
    if not path:
        return None
    seen = set()
    for folder in os.fsdecode(path).split(os.pathsep):
        if folder in seen:
            continue
        seen.add(folder)
        name = os.path.join(os.fsencode(folder) if use_bytes else folder, cmd)
        if is_it(name):
            return name
    return None
