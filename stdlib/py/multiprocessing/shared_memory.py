"""Memory with a name, that any process can open; and lists of plain values in it."""

import os
import secrets
import struct
import types

import _multiprocessing

from . import resource_tracker

__all__ = ['SharedMemory', 'ShareableList']

_O_CREX = os.O_CREAT | os.O_EXCL
_SAFE_NAME_LENGTH = 14
_SHM_NAME_PREFIX = '/psm_'
_USE_POSIX = True


def _make_filename():
    """A name that nobody has."""
    count = (_SAFE_NAME_LENGTH - len(_SHM_NAME_PREFIX)) // 2
    return _SHM_NAME_PREFIX + secrets.token_hex(count)


class SharedMemory:
    """A block of bytes. close() when this process is done with it, unlink() when all are."""

    _name = None
    _memory = None
    _buf = None

    def __init__(self, name=None, create=False, size=0):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        flags = os.O_RDWR | (_O_CREX if create else 0)
        if create:      # Its start takes time, in which we may be killed; or there can be none.
            resource_tracker.ensure_running()
        file = self._open(name, flags)
        try:
            if create:
                os.ftruncate(file, size)
            size = os.fstat(file).st_size
            self._memory = _multiprocessing.Memory(size, file)
        except OSError:
            os.close(file)
            self.unlink()
            raise
        self._size = size
        self._buf = memoryview(self._memory)
        resource_tracker.register(self._name, 'shared_memory')

    def _open(self, name, flags):
        while name is None:
            self._name = _make_filename()
            try:
                return _multiprocessing.shm_open(self._name, flags, 0o600)
            except FileExistsError:
                continue
        self._name = '/' + name if not name.startswith('/') else name
        return _multiprocessing.shm_open(self._name, flags, 0o600)

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """A memoryview of the bytes."""
        return self._buf

    @property
    def name(self):
        """The name by which others find it."""
        return self._name[1:]

    @property
    def size(self):
        """How many bytes there are."""
        return self._size

    def close(self):
        """This process no longer uses it."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def unlink(self):
        """Take the name away: the memory goes when the last process has closed it."""
        if self._name:
            _multiprocessing.shm_unlink(self._name)
            resource_tracker.unregister(self._name, 'shared_memory')


_ALIGNMENT = 8
_HEAD = 8


class ShareableList:
    """A list of fixed length of None, bool, int, float, str and bytes in shared memory. A str or
    bytes may be replaced by one no longer than the room of its first.

    It begins with the count; then the offsets of the items' places and of the end; then for each
    the format of its place and how it is read back; then the places."""

    def __init__(self, sequence=None, *, name=None):
        if name is None or sequence is not None:
            items = list(sequence or ())
            self._count = len(items)
            self._formats = [self._format_of(item) for item in items]
            self._offsets = [0]
            for form in self._formats:
                self._offsets.append(self._offsets[-1] + struct.calcsize(form))
            size = self._data_start + self._offsets[-1]
            self.shm = SharedMemory(name, create=True, size=size)
            self._write_heads()
            for index, item in enumerate(items):
                self._write(index, item)
                self._set_kind(index, item)
        else:
            self.shm = SharedMemory(name)
            self._read_heads()

    # --- The layout ---

    @property
    def _formats_start(self):
        return _HEAD + 8 * (self._count + 1)

    @property
    def _kinds_start(self):
        return self._formats_start + 8 * self._count

    @property
    def _data_start(self):
        return self._kinds_start + -(-self._count // 8) * 8

    @staticmethod
    def _format_of(item):
        if isinstance(item, (str, bytes)):
            size = len(item.encode() if isinstance(item, str) else item)
            return f'{_ALIGNMENT * (size // _ALIGNMENT + 1)}s'
        for kind, form in ((bool, 'xxxxxxx?'), (int, 'q'), (float, 'd'), (type(None), 'xxxxxx?x')):
            if isinstance(item, kind):
                return form
        raise KeyError(type(item))

    def _write_heads(self):
        struct.pack_into('q', self.shm.buf, 0, self._count)
        struct.pack_into(f'{self._count + 1}q', self.shm.buf, _HEAD, *self._offsets)
        for index, form in enumerate(self._formats):
            self._set_format(index, form)

    def _read_heads(self):
        self._count, = struct.unpack_from('q', self.shm.buf, 0)
        self._offsets = list(struct.unpack_from(f'{self._count + 1}q', self.shm.buf, _HEAD))

    def _get_packing_format(self, index):
        data, = struct.unpack_from('8s', self.shm.buf, self._formats_start + 8 * index)
        return data.rstrip(b'\0').decode()

    def _set_format(self, index, form):
        struct.pack_into('8s', self.shm.buf, self._formats_start + 8 * index, form.encode())

    def _set_kind(self, index, item):
        kind = 1 if isinstance(item, str) else 2 if isinstance(item, bytes) else 0
        struct.pack_into('B', self.shm.buf, self._kinds_start + index, kind)

    def _write(self, index, item):
        if isinstance(item, str):
            item = item.encode()
        form = self._get_packing_format(index)
        values = () if item is None else (item,)
        if item is None:
            values = (False,)
        struct.pack_into(form, self.shm.buf, self._data_start + self._offsets[index], *values)

    # --- The list ---

    def _check(self, position, message):
        if not -self._count <= position < self._count:
            raise IndexError(message)
        return position % self._count

    def __getitem__(self, position):
        index = self._check(position, 'index out of range')
        form = self._get_packing_format(index)
        value, = struct.unpack_from(form, self.shm.buf, self._data_start + self._offsets[index])
        if form == 'xxxxxx?x':
            return None
        if form.endswith('s'):
            value = value.rstrip(b'\0')
            if self.shm.buf[self._kinds_start + index] == 1:
                return value.decode()
        return value

    def __setitem__(self, position, value):
        index = self._check(position, 'assignment index out of range')
        form = self._get_packing_format(index)
        if isinstance(value, (str, bytes)):
            room = self._offsets[index + 1] - self._offsets[index]
            size = len(value.encode() if isinstance(value, str) else value)
            if size > room:
                raise ValueError('bytes/str item exceeds available storage')
            new = f'{room}s'
        else:
            new = self._format_of(value)
        if new != form:
            self._set_format(index, new)
        self._set_kind(index, value)
        self._write(index, value)

    def __reduce__(self):
        from functools import partial
        return partial(type(self), name=self.shm.name), ()

    def __len__(self):
        return self._count

    def __iter__(self):
        return (self[index] for index in range(self._count))

    def __repr__(self):
        return f'{type(self).__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The struct format of all items."""
        return ''.join(self._get_packing_format(index) for index in range(self._count))

    def count(self, value):
        """How often a value is in it."""
        return sum(value == item for item in self)

    def index(self, value):
        """Where a value is first."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError(f'{value!r} not in this container')

    __class_getitem__ = classmethod(types.GenericAlias)
