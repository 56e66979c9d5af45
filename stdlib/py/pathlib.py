"""Paths as objects. A PurePath is only text, made of parts; a Path also asks the file system.

These are the paths of POSIX systems; those of Windows are not here.
"""

import errno
import fnmatch
import io
import os
import re
import sys
import warnings
from _collections_abc import Sequence
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

__all__ = ['Path', 'PosixPath', 'PurePath', 'PurePosixPath']


# --- Text ---

def _split(text):
    """The root and the parts of a path. Two slashes in front are a root of their own."""
    slashes = len(text) - len(text.lstrip('/'))
    root = '' if slashes == 0 else '//' if slashes == 2 else '/'
    return root, [sys.intern(part) for part in text.split('/') if part and part != '.']


def _check_name(name, what):
    if not name or '/' in name or name == '.':
        raise ValueError(f'Invalid {what} {name!r}')


class _Parents(Sequence):
    """What a path is in, the nearest first."""

    def __init__(self, path):
        self._class, self._root = type(path), path._root
        self._parts = path._tail

    def __len__(self):
        return len(self._parts)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple([self[each] for each in range(*index.indices(len(self)))])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._class._from(self._root, self._parts[:len(self._parts) - index - 1])

    def __repr__(self):
        return f'<{self._class.__name__}.parents>'


class PurePath:
    """A path as text: nothing is looked up."""

    __slots__ = '_root', '_tail', '_text', '_hash'

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        return cls._parse(args)

    @classmethod
    def _parse(cls, args):
        root, tail = '', []
        for arg in args:
            if isinstance(arg, PurePath):
                its_root, its_tail = arg._root, arg._tail
            else:
                text = os.fspath(arg)
                if not isinstance(text, str):
                    raise TypeError('argument should be a str or an os.PathLike object where '
                                    f'__fspath__ returns a str, not {type(text).__name__!r}')
                its_root, its_tail = _split(text)
            if its_root:
                root, tail = its_root, []
            tail = tail + its_tail
        return cls._from(root, tail)

    @classmethod
    def _from(cls, root, tail):
        self = object.__new__(cls)
        self._root, self._tail = root, tail
        self._text = self._hash = None
        return self

    def __reduce__(self):
        return type(self), tuple(self.parts)

    def __str__(self):
        if self._text is None:
            self._text = self._root + '/'.join(self._tail) or '.'
        return self._text

    __fspath__ = __str__

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def as_posix(self):
        """As text, with slashes."""
        return str(self)

    def as_uri(self):
        """As a URL with the scheme file."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes
        return 'file://' + quote_from_bytes(bytes(self))

    def _key(self):
        return self._root, self._tail

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(str(self))
        return self._hash

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    drive = property(lambda self: '', doc='Nothing: there are no drives.')
    root = property(lambda self: self._root, doc='The slash in front, or nothing.')
    anchor = property(lambda self: self._root, doc='The same.')

    @property
    def parts(self):
        """The root, if there is one, and the names."""
        return (self._root, *self._tail) if self._root else tuple(self._tail)

    @property
    def name(self):
        """The last name."""
        return self._tail[-1] if self._tail else ''

    @property
    def suffix(self):
        """What the name ends with, from the last dot."""
        name = self.name
        dot = name.rfind('.')
        return name[dot:] if 0 < dot < len(name) - 1 else ''

    @property
    def suffixes(self):
        """All that follow dots in the name."""
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + each for each in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The name without the suffix."""
        return self.name.removesuffix(self.suffix) if self.suffix else self.name

    def with_name(self, name):
        """The same with another last name."""
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        _check_name(name, 'name')
        return self._from(self._root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        """The same with another name, but its suffix."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The same with another suffix, or without."""
        if '/' in suffix or suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError(f'Invalid suffix {suffix!r}')
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        return self._from(self._root, self._tail[:-1] + [self.stem + suffix])

    @property
    def parent(self):
        """The folder that it is in."""
        return self._from(self._root, self._tail[:-1]) if self._tail else self

    @property
    def parents(self):
        """The folder that it is in, the one that that is in, and so on."""
        return _Parents(self)

    def __truediv__(self, key):
        try:
            return self._parse((self, key))
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self._parse((key, self))
        except TypeError:
            return NotImplemented

    def joinpath(self, *args):
        """This path and others, one after the other; the same as with /."""
        return self._parse((self, *args))

    def relative_to(self, *other):
        """The rest of the path, seen from another that it begins with."""
        if not other:
            raise TypeError('need at least one argument')
        base = self._parse(other)
        count = len(base._tail)
        if base._root != self._root or base._tail != self._tail[:count]:
            raise ValueError(f'{str(self)!r} is not in the subpath of {str(base)!r} OR one path is '
                             'relative and the other is absolute.')
        return self._from('', self._tail[count:])

    def is_relative_to(self, *other):
        """Does it begin with the other path?"""
        try:
            self.relative_to(*other)
        except ValueError:
            return False
        return True

    def is_absolute(self):
        """Does it begin at the root?"""
        return bool(self._root)

    def is_reserved(self):
        """Has the name a special meaning? None has."""
        return False

    def match(self, path_pattern):
        """Does it, or its end, fit the pattern?"""
        pattern = self._parse((path_pattern,)).parts
        if not pattern:
            raise ValueError('empty pattern')
        parts = self.parts
        if len(pattern) > len(parts) or pattern[0].startswith('/') and len(pattern) != len(parts):
            return False
        return all(map(fnmatch.fnmatchcase, parts[-len(pattern):], pattern))


class PurePosixPath(PurePath):
    """A PurePath by the rules of POSIX."""

    __slots__ = ()


os.PathLike.register(PurePath)


# --- Patterns of glob() ---

def _names_in(path):
    """The entries of a folder; none if it can't be read."""
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        return []


def _is_folder(entry, follow=True):
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False


def _all_folders(path):
    """The folder and all below it, links not followed."""
    yield path
    for entry in _names_in(path):
        if _is_folder(entry, False) and not entry.is_symlink():
            yield from _all_folders(path._child(entry.name))


def _select(path, parts):
    """The paths below `path` that fit the parts of a pattern."""
    if not parts:
        yield path
        return
    part, rest = parts[0], parts[1:]
    if part == '**':
        for folder in _all_folders(path):
            yield from _select(folder, rest)
    elif part == '..' or not any(mark in part for mark in '*?['):
        found = path._child(part)
        try:
            there = found.is_dir() if rest else os.path.lexists(found)
        except PermissionError:
            there = False
        if there:
            yield from _select(found, rest)
    else:
        fits = re.compile(fnmatch.translate(part)).match
        for entry in _names_in(path):
            if fits(entry.name) and (not rest or _is_folder(entry)):
                yield from _select(path._child(entry.name), rest)


# --- Paths that are looked up ---

# What says that there is nothing of that name.
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP)


def _kind(test, doc, follow=True):
    """A method that asks for the kind of file; False if there is none."""
    def method(self):
        try:
            return test((self.stat if follow else self.lstat)().st_mode)
        except OSError as e:
            if e.errno not in _ABSENT:
                raise
        except ValueError:
            pass
        return False
    method.__doc__ = doc
    return method


class Path(PurePath):
    """A path with the operations on the file that it names."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return (PosixPath if cls is Path else cls)._parse(args)

    def _child(self, name):
        return self._from(self._root, self._tail + [name])

    def __enter__(self):
        warnings.warn('pathlib.Path.__enter__() is deprecated and scheduled for removal in Python '
                      '3.13; Path objects as a context manager is a no-op', DeprecationWarning,
                      stacklevel=2)
        return self

    def __exit__(self, *details):
        pass

    # Where it is.

    @classmethod
    def cwd(cls):
        """The current folder."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's home folder."""
        return cls('~').expanduser()

    def absolute(self):
        """The path from the root, with its dots."""
        return self if self.is_absolute() else self._parse((os.getcwd(), self))

    def resolve(self, strict=False):
        """The path from the root without links and dots."""
        try:
            text = os.path.realpath(self, strict=strict)
        except OSError as e:
            if e.errno == errno.ELOOP:
                raise RuntimeError('Symlink loop from %r' % e.filename)
            raise
        found = self._parse((text,))
        if not strict:
            try:
                found.stat()
            except OSError as e:
                if e.errno == errno.ELOOP:
                    raise RuntimeError('Symlink loop from %r' % e.filename)
        return found

    def expanduser(self):
        """With the home folder in place of ~ or ~name."""
        if self._root or not self._tail or not self._tail[0].startswith('~'):
            return self
        home = os.path.expanduser(self._tail[0])
        if home.startswith('~'):
            raise RuntimeError("Could not determine home directory.")
        return self._parse((home, *self._tail[1:]))

    def readlink(self):
        """Where the link leads."""
        return self._parse((os.readlink(self),))

    # What it is.

    def stat(self, *, follow_symlinks=True):
        """As os.stat()."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """As stat(), for a link itself."""
        return os.lstat(self)

    exists = _kind(lambda mode: True, 'Is there anything?')
    is_dir = _kind(S_ISDIR, 'Is it a folder?')
    is_file = _kind(S_ISREG, 'Is it an ordinary file?')
    is_symlink = _kind(S_ISLNK, 'Is it a symbolic link?', False)
    is_block_device = _kind(S_ISBLK, 'Is it a device of blocks?')
    is_char_device = _kind(S_ISCHR, 'Is it a device of characters?')
    is_fifo = _kind(S_ISFIFO, 'Is it a pipe with a name?')
    is_socket = _kind(S_ISSOCK, 'Is it a socket?')

    def is_mount(self):
        """Does another file system begin here?"""
        return os.path.ismount(self)

    def samefile(self, other_path):
        """Do both lead to one file?"""
        return os.path.samefile(self, other_path)

    def owner(self):
        """The name of the user whose file it is."""
        import pwd
        return pwd.getpwuid(self.stat().st_uid).pw_name

    def group(self):
        """The name of the file's group."""
        import grp
        return grp.getgrgid(self.stat().st_gid).gr_name

    # What is in it.

    def iterdir(self):
        """The paths of what is in the folder, in no order."""
        for name in os.listdir(self):
            yield self._child(name)

    def _patterns(self, pattern):
        root, parts = _split(pattern)
        if root:
            raise NotImplementedError('Non-relative patterns are unsupported')
        if any('**' in part and part != '**' for part in parts):
            raise ValueError("Invalid pattern: '**' can only be an entire path component")
        return parts + [''] if pattern.endswith('/') else parts

    def _found(self, parts):
        seen, only_folders = set(), parts[-1] == ''
        if only_folders:
            parts = parts[:-1]
        for path in _select(self, parts):
            if path not in seen and (not only_folders or path.is_dir()):
                seen.add(path)
                yield path

    def glob(self, pattern):
        """The paths below this folder that fit the pattern; ** is any number of folders."""
        sys.audit('pathlib.Path.glob', self, pattern)
        if not pattern:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        yield from self._found(self._patterns(pattern))

    def rglob(self, pattern):
        """As glob('**/' + pattern)."""
        sys.audit('pathlib.Path.rglob', self, pattern)
        yield from self._found(['**', *self._patterns(pattern)])

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """As the builtin open()."""
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """All bytes of the file."""
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        """The whole text of the file."""
        with self.open(encoding=io.text_encoding(encoding), errors=errors) as file:
            return file.read()

    def write_bytes(self, data):
        """Make these bytes the file; how many they are."""
        view = memoryview(data)
        with self.open('wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make this text the file; how many characters it has."""
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {type(data).__name__}')
        with self.open('w', encoding=io.text_encoding(encoding), errors=errors,
                       newline=newline) as file:
            return file.write(data)

    # Changes.

    def touch(self, mode=0o666, exist_ok=True):
        """Make an empty file, or set the time of the one that is there."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass        # It is not there.
        flags = os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL)
        os.close(os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the folder; with parents, also those that it is in."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            # It may be there, whatever the system says.
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """Set the permissions."""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """Set those of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file or link."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove the empty folder."""
        os.rmdir(self)

    def rename(self, target):
        """Give it another path, which is returned."""
        os.rename(self, target)
        return type(self)(target)

    def replace(self, target):
        """As rename(), and what has that path is gone."""
        os.replace(self, target)
        return type(self)(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make it a symbolic link to the target."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make it another name of the target."""
        os.link(target, self)

    def link_to(self, target):
        """Deprecated: make the target another name of this."""
        warnings.warn('pathlib.Path.link_to() is deprecated and is scheduled for removal in Python '
                      '3.12. Use pathlib.Path.hardlink_to() instead.', DeprecationWarning,
                      stacklevel=2)
        os.link(self, target)


class PosixPath(Path, PurePosixPath):
    """A Path of a POSIX system."""

    __slots__ = ()
