"""OS routines: files, folders, processes and the environment.

What the machine does itself is in module posix; here is what is built upon it.
"""

import abc
import stat as st
import sys

import posix
from posix import *
from posix import _exit
import posixpath as path

sys.modules['os.path'] = path
from os.path import (curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull)

name = 'posix'
linesep = '\n'

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1

# What the functions of this machine take beyond plain paths.
supports_dir_fd = set()
supports_effective_ids = set()
supports_fd = {posix.stat, posix.chdir, posix.listdir, posix.scandir, posix.chmod, posix.utime,
               posix.truncate, posix.chown}
supports_follow_symlinks = {posix.stat, posix.chown}
supports_bytes_environ = True

GenericAlias = type(list[int])


# --- Paths as objects ---

def fsencode(filename):
    """The path as bytes. Bytes that were no text are restored."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode('utf-8', 'surrogateescape')
    return filename


def fsdecode(filename):
    """The path as a str. Bytes that are no text become surrogates."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode('utf-8', 'surrogateescape')
    return filename


class PathLike(abc.ABC):
    """What has __fspath__(), and so serves as a path."""

    @abc.abstractmethod
    def __fspath__(self):
        """The path, as a str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            for base in subclass.__mro__:
                if '__fspath__' in base.__dict__:
                    return NotImplemented if base.__dict__['__fspath__'] is None else True
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


# --- The environment ---

from _collections_abc import MutableMapping, Mapping


class _Environ(MutableMapping):
    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            # Not the encoded key, which nobody asked for.
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encodedkey = self.encodekey(key)
        unsetenv(encodedkey)
        try:
            del self._data[encodedkey]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        # list() from dict object is an atomic operation
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ', '.join(f'{self.decodekey(key)!r}: {self.decodevalue(value)!r}'
                          for key, value in self._data.items())
        return f'environ({{{items}}})'

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        new = dict(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        new = dict(other)
        new.update(self)
        return new


def _encode_variable(value):
    if not isinstance(value, str):
        raise TypeError(f'str expected, not {type(value).__name__}')
    return value.encode('utf-8', 'surrogateescape')


def _decode_variable(value):
    return value.decode('utf-8', 'surrogateescape')


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f'bytes expected, not {type(value).__name__}')
    return value


environ = _Environ(posix.environ, _encode_variable, _decode_variable, _encode_variable,
                   _decode_variable)
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)


def getenv(key, default=None):
    """The value of an environment variable, or the default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """The same in bytes."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The folders in which programs are looked for."""
    if env is None:
        env = environ
    search = env.get('PATH')
    if search is None:
        search = env.get(b'PATH') if not isinstance(env, _Environ) else None
    if search is None:
        search = defpath
    return fsdecode(search).split(pathsep)


# --- Folders ---

def makedirs(name, mode=0o777, exist_ok=False):
    """Super-mkdir; create a leaf directory and all intermediate ones."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass  # Somebody else was faster.
        if tail == (b'.' if isinstance(tail, bytes) else curdir):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Super-rmdir; remove a leaf directory and all empty intermediate
    ones."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Super-rename; create directories as necessary and delete any left
    empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Directory tree generator: (dirpath, dirnames, filenames) for each directory."""
    sys.audit('os.walk', top, topdown, onerror, followlinks)
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        dirs, files, descend = [], [], []
        try:
            entries = scandir(top)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        failed = False
        with entries:
            while True:
                try:
                    entry = next(entries)
                except StopIteration:
                    break
                except OSError as error:
                    if onerror is not None:
                        onerror(error)
                    failed = True
                    break
                try:
                    is_dir = entry.is_dir()
                except OSError:
                    is_dir = False
                (dirs if is_dir else files).append(entry.name)
                if not topdown and is_dir and (followlinks or not _is_link(entry)):
                    descend.append(entry.path)
        if failed:
            continue
        if topdown:
            yield top, dirs, files
            # The caller may have changed dirs.
            for dirname in reversed(dirs):
                new_path = path.join(top, dirname)
                if followlinks or not path.islink(new_path):
                    stack.append(new_path)
        else:
            stack.append((top, dirs, files))
            stack.extend(reversed(descend))


def _is_link(entry):
    try:
        return entry.is_symlink()
    except OSError:
        return False


# --- Files ---

def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError(f'invalid fd type ({type(fd)}, expected integer)')
    import io
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


# --- Processes ---

def popen(cmd, mode='r', buffering=-1):
    """Open a pipe to or from a command; closing it gives the command's status."""
    if not isinstance(cmd, str):
        raise TypeError(f'invalid cmd type ({type(cmd)}, expected string)')
    if mode not in ('r', 'w'):
        raise ValueError(f'invalid mode {mode!r}')
    if buffering == 0 or buffering is None:
        raise ValueError('popen() does not support unbuffered streams')
    import io
    read_end, write_end = pipe()
    ours, theirs = (read_end, write_end) if mode == 'r' else (write_end, read_end)
    files = (-1, theirs) if mode == 'r' else (theirs, -1)
    try:
        pid = posix._spawn(None, ['/bin/sh'], ['sh', '-c', cmd], None, None, (*files, -1),
                           close_fds=True, restore_signals=True)
    except BaseException:
        close(ours)
        raise
    finally:
        close(theirs)
    return _wrap_close(io.open(ours, mode, buffering), pid)


class _wrap_close:
    """A pipe to a command."""

    def __init__(self, stream, pid):
        self._stream = stream
        self._pid = pid

    def close(self):
        self._stream.close()
        if self._pid is None:
            return None
        pid, self._pid = self._pid, None
        status = waitpid(pid, 0)[1]
        return status or None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def _variables(env):
    """The environment as the system takes it."""
    if env is None:
        return None
    pairs = [(fsencode(name), fsencode(value)) for name, value in env.items()]
    if any(b'=' in name for name, _ in pairs):
        raise ValueError('illegal environment variable name')
    return [b'='.join(pair) for pair in pairs]


def _execute(file, args, env=None):
    """execv or execve, along $PATH when the file has no folder."""
    def run(path):
        if env is None:
            execv(path, args)
        else:
            execve(path, args, env)

    if path.dirname(file):
        run(file)
    denied = missing = None
    for folder in get_exec_path(env):
        if isinstance(file, bytes):
            folder = fsencode(folder)
        try:
            run(path.join(folder, file))
        except (FileNotFoundError, NotADirectoryError) as error:
            missing = error
        except OSError as error:
            denied = denied or error
    raise denied or missing


def execl(file, *args):
    """Execute the executable file with argument list args, replacing the current process."""
    execv(file, args)


def execle(file, *args):
    """Execute the executable file with argument list args and
    environment env, replacing the current process."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Execute the executable file (which is searched for along $PATH)
    with argument list args, replacing the current process."""
    execvp(file, args)


def execlpe(file, *args):
    """Execute the executable file (which is searched for along $PATH)
    with argument list args and environment env, replacing the current process."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Execute the executable file (which is searched for along $PATH)
    with argument list args, replacing the current process."""
    _execute(file, args)


def execvpe(file, args, env):
    """Execute the executable file (which is searched for along $PATH)
    with argument list args and environment env, replacing the current process."""
    _execute(file, args, env)


def _spawn(mode, file, args, env, search=False):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    programs = [file]
    if search and not path.dirname(file):
        programs = [path.join(folder, fsdecode(file)) for folder in get_exec_path(env)]
    try:
        pid = posix._spawn(file, programs, args, _variables(env), None, (-1, -1, -1))
    except OSError as error:
        # Where it is a fork that then fails, it is the child that ends so.
        if mode == P_WAIT and error.errno in (2, 8, 13, 20):
            return 127
        raise
    if mode == P_NOWAIT:
        return pid
    return waitstatus_to_exitcode(waitpid(pid, 0)[1])


def spawnv(mode, file, args):
    """Execute file with arguments from args in a subprocess."""
    return _spawn(mode, file, args, None)


def spawnve(mode, file, args, env):
    """Execute file with arguments from args in a subprocess with the specified environment."""
    return _spawn(mode, file, args, env)


def spawnvp(mode, file, args):
    """Execute file (which is looked for along $PATH) with arguments from args in a subprocess."""
    return _spawn(mode, file, args, None, True)


def spawnvpe(mode, file, args, env):
    """Execute file (which is looked for along $PATH) with arguments from args in a subprocess
    with the supplied environment."""
    return _spawn(mode, file, args, env, True)


def spawnl(mode, file, *args):
    """Execute file with arguments from args in a subprocess."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Execute file with arguments from args in a subprocess with the supplied environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """Execute file (which is looked for along $PATH) with arguments from args in a subprocess."""
    return spawnvp(mode, file, args)


# --- About the machine and the user ---

def getlogin():
    """Return the actual login name."""
    user = environ.get('LOGNAME') or environ.get('USER')
    if user:
        return user
    raise OSError(25, strerror(25))


def getloadavg():
    """Return average recent system load information."""
    try:
        with fdopen(open('/proc/loadavg', O_RDONLY), encoding='ascii') as file:
            return tuple(float(number) for number in file.read().split()[:3])
    except OSError:
        raise OSError('Load averages are unobtainable') from None


sysconf_names = {'SC_ARG_MAX': 0, 'SC_CLK_TCK': 2, 'SC_OPEN_MAX': 4, 'SC_PAGESIZE': 30,
                 'SC_PAGE_SIZE': 30, 'SC_IOV_MAX': 60, 'SC_NPROCESSORS_CONF': 83,
                 'SC_NPROCESSORS_ONLN': 84}
_sysconf_values = {0: 2097152, 2: 100, 4: 1024, 30: 4096, 60: 1024}


def sysconf(name, /):
    """Return an integer-valued system configuration variable."""
    if isinstance(name, str):
        if name not in sysconf_names:
            raise ValueError('unrecognized configuration name')
        name = sysconf_names[name]
    if name in (83, 84):
        return cpu_count()
    if name not in _sysconf_values:
        raise OSError(22, strerror(22))
    return _sysconf_values[name]


__all__ = [_name for _name in globals()
           if not _name.startswith('_') and _name not in ('abc', 'st', 'sys', 'posix', 'Mapping',
                                                          'MutableMapping', 'GenericAlias')]
__all__ += ['_exit']
