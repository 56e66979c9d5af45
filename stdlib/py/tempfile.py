"""Temporary files and folders, with names that nobody can guess."""

import functools as _functools
import io as _io
import os as _os
import random as _random
import sys as _sys
import types as _types
import weakref as _weakref

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory',
           'mkstemp', 'mkdtemp', 'mktemp', 'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir',
           'gettempprefixb', 'gettempdirb']

_bin_openflags = _text_openflags = _os.O_CREAT | _os.O_EXCL | _os.O_RDWR | _os.O_NOFOLLOW
TMP_MAX = 10000
template = 'tmp'
tempdir = None


# --- Names ---

def _exists(path):
    return _os.path.lexists(path)


class _RandomNameSequence:
    """An endless iterator of names; the child of a fork gets others than its parent."""

    characters = 'abcdefghijklmnopqrstuvwxyz0123456789_'
    _rng_pid = None

    @property
    def rng(self):
        if self._rng_pid != _os.getpid():
            self._rng, self._rng_pid = _random.Random(), _os.getpid()
        return self._rng

    def __iter__(self):
        return self

    def __next__(self):
        letters = self.rng.choices(self.characters, k=8)
        return ''.join(letters)


_name_sequence = None


def _get_candidate_names():
    global _name_sequence
    _name_sequence = _name_sequence or _RandomNameSequence()
    return _name_sequence


def _candidate_tempdir_list():
    """The folders to try, best first."""
    folders = [_os.getenv(name) for name in ('TMPDIR', 'TEMP', 'TMP')]
    folders = [folder for folder in folders if folder] + ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        folders.append(_os.getcwd())
    except OSError:
        folders.append(_os.curdir)
    return folders


def _can_write(folder, names):
    """Try it out, with a file that is gone at once."""
    for _, name in zip(range(100), names):
        path = _os.path.join(folder, name)
        try:
            fd = _os.open(path, _bin_openflags, 0o600)
        except FileExistsError:
            continue
        except OSError:
            return False
        try:
            with _io.open(fd, 'wb') as file:
                file.write(b'blat')
            return True
        except OSError:
            return False
        finally:
            _os.unlink(path)
    return False


def _get_default_tempdir():
    """The first folder that can be written to."""
    names = _RandomNameSequence()
    folders = _candidate_tempdir_list()
    for folder in folders:
        if folder != _os.curdir:
            folder = _os.path.abspath(folder)
        if _can_write(folder, names):
            return folder
    raise FileNotFoundError(2, f'No usable temporary directory found in {folders}')


def _gettempdir():
    global tempdir
    tempdir = tempdir if tempdir is not None else _get_default_tempdir()
    return tempdir


def gettempdir():
    """The folder for temporary files: tempdir, or what is found to do."""
    return _os.fsdecode(_gettempdir())


def gettempdirb():
    """The same as bytes."""
    return _os.fsencode(_gettempdir())


def gettempprefix():
    """What names begin with by default."""
    return template


def gettempprefixb():
    """The same as bytes."""
    return _os.fsencode(template)


def _infer_return_type(*args):
    """The type of the names that the arguments ask for."""
    if all(arg is None for arg in args):
        return bytes if isinstance(tempdir, bytes) else str
    given = [_os.fspath(arg) if isinstance(arg, _os.PathLike) else arg
             for arg in args if arg is not None]
    kinds = {isinstance(arg, bytes) for arg in given}
    if len(kinds) > 1:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    return bytes if kinds == {True} else str


def _sanitize_params(prefix, suffix, dir):
    """The parts of a name, with nothing left out, and the type of all of them."""
    kind = _infer_return_type(prefix, suffix, dir)
    prefix_of, dir_of = ((gettempprefixb, gettempdirb) if kind is bytes else
                         (gettempprefix, gettempdir))
    return (prefix_of() if prefix is None else prefix, kind() if suffix is None else suffix,
            dir_of() if dir is None else dir, kind)


def _candidates(dir, prefix, suffix, kind=str):
    """Many names."""
    for _, name in zip(range(TMP_MAX), _get_candidate_names()):
        yield _os.path.join(dir, prefix + (_os.fsencode(name) if kind is bytes else name) + suffix)


# --- Making them ---

def _make(make, event, what, dir, prefix, suffix, kind):
    """(what make() returns, the name) for the first name that nobody has."""
    for path in _candidates(dir, prefix, suffix, kind):
        _sys.audit(event, path)
        try:
            return make(path), path
        except FileExistsError:
            pass
    raise FileExistsError(17, f'No usable temporary {what} name found')


def _mkstemp_inner(dir, pre, suf, flags, output_type):
    return _make(lambda path: _os.open(path, flags, 0o600), 'tempfile.mkstemp', 'file',
                 _os.path.abspath(dir), pre, suf, output_type)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file that only this user can open: (descriptor, name). Who calls it removes it."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    return _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a folder that only this user can open: its name. Who calls it removes it."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    return _make(lambda path: _os.mkdir(path, 0o700), 'tempfile.mkdtemp', 'directory',
                 dir, prefix, suffix, kind)[1]


def mktemp(suffix='', prefix=template, dir=None):
    """A name that is free now, and may not be in the next moment."""
    if dir is None:
        dir = gettempdir()
    for file in _candidates(dir, prefix, suffix):
        if not _exists(file):
            return file
    raise FileExistsError(17, 'No usable temporary filename found')


# --- Files ---

class _TemporaryFileCloser:
    """Closes a file, and removes it, once; at the latest when it is forgotten."""

    close_called = False

    def __init__(self, file, name, delete=True):
        self.file, self.name, self.delete = file, name, delete

    def close(self, unlink=_os.unlink):
        if self.close_called:
            return
        self.close_called = True
        try:
            self.file.close()
        finally:
            if self.delete:
                unlink(self.name)

    __del__ = close


class _TemporaryFileWrapper:
    """A file that goes when it is closed: does what the file does."""

    def __init__(self, file, name, delete=True):
        self.file, self.name, self.delete = file, name, delete
        self._closer = _TemporaryFileCloser(file, name, delete)

    def __getattr__(self, name):
        found = getattr(self.__dict__['file'], name)
        if hasattr(found, '__call__'):
            found = self._keeping(found)
        if not isinstance(found, int):
            setattr(self, name, found)
        return found

    def _keeping(self, method):
        """The same, but it keeps the file open: NamedTemporaryFile().read is enough."""
        @_functools.wraps(method)
        def call(*args, **kwargs):
            return method(*args, **kwargs)
        call._closer = self._closer
        return call

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *details):
        swallowed = self.file.__exit__(*details)
        self.close()
        return swallowed

    def close(self):
        """Close the file, and with that remove it."""
        self._closer.close()

    def __iter__(self):
        # Not iter(self.file), which would not keep self.
        for line in self.file:
            yield line


def _open(dir, make, mode, encoding, newline, buffering, errors):
    """Open what make(), which returns (descriptor, name), makes: (the file, the name)."""
    made = None

    def opener(*_):
        nonlocal made
        made = make()
        return made[0]

    if 'b' not in mode:
        encoding = _io.text_encoding(encoding, 3)
    try:
        return _io.open(dir, mode, buffering, encoding, errors, newline, opener=opener), made[1]
    except BaseException:
        if made and made[1] is not None:
            _os.unlink(made[1])
        raise


def _rename(file, name):
    """Say what it is called: the text and the buffer ask the raw file."""
    for layer in 'buffer', 'raw':
        file = getattr(file, layer, file)
    file.name = name


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None):
    """A file with a name, that is removed when it is closed; unless delete is False."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)

    def make():
        return _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)

    file, name = _open(dir, make, mode, encoding, newline, buffering, errors)
    try:
        _rename(file, name)
        return _TemporaryFileWrapper(file, name, delete)
    except BaseException:
        file.close()
        _os.unlink(name)
        raise


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    """A file without a name in any folder: nothing is left of it when it is closed."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)

    def make():
        fd, name = _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)
        try:
            _os.unlink(name)
        except BaseException:
            _os.close(fd)
            raise
        return fd, None

    file, _ = _open(dir, make, mode, encoding, newline, buffering, errors)
    _rename(file, file.fileno())
    return file


def _pass_on(name):
    """A method that has the file of the moment do it."""
    def method(self, *args):
        return getattr(self._file, name)(*args)
    method.__name__ = method.__qualname__ = name
    return method


class SpooledTemporaryFile(_io.IOBase):
    """In memory up to a size, then in a temporary file."""

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        self._file = _io.BytesIO()
        if 'b' not in mode:
            encoding = _io.text_encoding(encoding)
            self._file = _io.TextIOWrapper(self._file, encoding, errors, newline)
        self._max_size = max_size
        self._TemporaryFileArgs = dict(
            mode=mode, buffering=buffering, encoding=encoding, newline=newline, suffix=suffix,
            prefix=prefix, dir=dir, errors=errors)

    __class_getitem__ = classmethod(_types.GenericAlias)

    def rollover(self):
        if self._rolled:
            return
        memory, self._file = self._file, TemporaryFile(**self._TemporaryFileArgs)
        del self._TemporaryFileArgs
        position = memory.tell()
        if isinstance(memory, _io.TextIOWrapper):
            self._file.buffer.write(memory.detach().getvalue())
        else:
            self._file.write(memory.getvalue())
        self._file.seek(position)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, *details):
        self._file.close()

    def __del__(self):
        if not self.closed:
            self.close()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    @property
    def mode(self):
        try:
            return self._file.mode
        except AttributeError:
            return self._TemporaryFileArgs['mode']

    @property
    def name(self):
        try:
            return self._file.name
        except AttributeError:
            return None

    @property
    def newlines(self):
        return self._file.newlines

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    __iter__, close, detach, flush, isatty = map(_pass_on, (
        '__iter__', 'close', 'detach', 'flush', 'isatty'))
    read, read1, readinto, readinto1, readline, readlines = map(_pass_on, (
        'read', 'read1', 'readinto', 'readinto1', 'readline', 'readlines'))
    readable, writable, seekable, seek, tell = map(_pass_on, (
        'readable', 'writable', 'seekable', 'seek', 'tell'))

    def truncate(self, size=None):
        if size is not None and size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def _then_check(self, result):
        if not self._rolled and 0 < self._max_size < self._file.tell():
            self.rollover()
        return result

    def write(self, s):
        return self._then_check(self._file.write(s))

    def writelines(self, iterable):
        return self._then_check(self._file.writelines(iterable))


class TemporaryDirectory:
    """A folder that is removed, with all that is in it, at the end of a with statement or when the
    object is forgotten."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name, self._ignore_cleanup_errors = mkdtemp(suffix, prefix, dir), ignore_cleanup_errors
        self._finalizer = _weakref.finalize(
            self, self._cleanup, self.name, f'Implicitly cleaning up {self!r}',
            ignore_errors=ignore_cleanup_errors)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False):
        import shutil

        def onerror(function, path, exc_info):
            error = exc_info[1]
            if ignore_errors or isinstance(error, FileNotFoundError):
                return
            if not isinstance(error, PermissionError):
                raise error
            # Somebody took the right to write away: give it back, once.
            for each in [path] if path == name else [_os.path.dirname(path), path]:
                try:
                    _os.chmod(each, 0o700)
                except OSError:
                    pass
            try:
                _os.unlink(path)
            except IsADirectoryError:
                cls._rmtree(path, ignore_errors)
            except FileNotFoundError:
                pass

        shutil.rmtree(name, onerror=onerror)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False):
        import warnings
        cls._rmtree(name, ignore_errors)
        warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, *details):
        self.cleanup()

    def cleanup(self):
        """Remove it now."""
        if not self._finalizer.detach() and not _os.path.exists(self.name):
            return      # It is gone.
        self._rmtree(self.name, self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(_types.GenericAlias)
