"""The part of ctypes that needs no foreign functions: C's numbers, arrays and structures of them.

multiprocessing's shared values are made of these. An object is a view of some bytes: its own, or
those that from_buffer() was given. pythonapi has the one function that scripts call there.
"""

import _thread
import struct as _struct
import sys as _sys

__all__ = ['Structure', 'Array', 'py_object', 'pythonapi', 'sizeof', 'alignment',
           'create_string_buffer']


class _CDataType(type):
    """C types: `c_int * 3` is an array type."""

    def __mul__(cls, length):
        return _array_type(cls, length)

    __rmul__ = __mul__


class _CData(metaclass=_CDataType):
    _size = 0
    _align = 1

    def __new__(cls, *args, **kwargs):
        return cls.from_buffer(bytearray(cls._size))

    @classmethod
    def from_buffer(cls, source, offset=0):
        """On the bytes of something else."""
        view = memoryview(source).cast('B')
        if view.readonly:
            raise TypeError('underlying buffer is not writable')
        if offset < 0:
            raise ValueError('offset cannot be negative')
        if view.nbytes - offset < cls._size:
            raise ValueError(f'Buffer size too small ({view.nbytes - offset} instead of at least '
                             f'{cls._size} bytes)')
        self = object.__new__(cls)
        self._attach(view[offset:offset + cls._size])
        return self

    @classmethod
    def from_buffer_copy(cls, source, offset=0):
        return cls.from_buffer(bytearray(memoryview(source).cast('B')[offset:offset + cls._size]))

    def _attach(self, memory):
        self._memory = memory

    def __bytes__(self):
        return bytes(self._memory)


# --- Numbers ---

class _SimpleCData(_CData):
    """A number or a character: .value"""

    _type_ = None

    def __init__(self, *value):
        if value:
            self.value, = value

    def _attach(self, memory):
        self._memory = memory
        self._item = memory.cast(self._type_)

    @property
    def value(self):
        return self._item[0]

    @value.setter
    def value(self, value):
        self._item[0] = self._convert(value)

    @classmethod
    def _convert(cls, value):
        return value

    def __repr__(self):
        return f'{type(self).__name__}({self.value!r})'

    def __bool__(self):
        return bool(self.value)


class _Integer(_SimpleCData):
    @classmethod
    def _convert(cls, value):
        """As C does: what is too large loses its upper bits."""
        if isinstance(value, float) or not hasattr(value, '__index__'):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        bits = 8 * cls._size
        value = value.__index__() & (1 << bits) - 1
        return value - (1 << bits) if cls._type_.islower() and value >> bits - 1 else value


class _Float(_SimpleCData):
    @classmethod
    def _convert(cls, value):
        if not isinstance(value, (int, float)) and not hasattr(value, '__float__'):
            raise TypeError(f'must be real number, not {type(value).__name__}')
        return float(value)


class c_bool(_SimpleCData):
    _type_, _size, _align = '?', 1, 1

    @classmethod
    def _convert(cls, value):
        return bool(value)


class c_char(_SimpleCData):
    _type_, _size, _align = 'c', 1, 1

    def __init__(self, value=b'\0'):
        self.value = value

    @classmethod
    def _convert(cls, value):
        if isinstance(value, int) and 0 <= value < 256:
            value = bytes([value])
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise TypeError('one character bytes, bytearray or integer expected')
        return bytes(value)


class c_wchar(_SimpleCData):
    _type_, _size, _align = 'I', 4, 4

    @property
    def value(self):
        return chr(self._item[0])

    @value.setter
    def value(self, value):
        if not isinstance(value, str):
            raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
        if len(value) != 1:
            raise TypeError('one character unicode string expected')
        self._item[0] = ord(value)


def _number(name, base, code):
    size = _struct.calcsize(code)
    return _CDataType(name, (base,), {'_type_': code, '_size': size, '_align': size,
                                      '__module__': __name__})


_numbers = {'c_byte': 'b', 'c_ubyte': 'B', 'c_short': 'h', 'c_ushort': 'H', 'c_int': 'i',
            'c_uint': 'I', 'c_long': 'l', 'c_ulong': 'L'}
for _name, _code in _numbers.items():
    globals()[_name] = _number(_name, _Integer, _code)
c_float, c_double = _number('c_float', _Float, 'f'), _number('c_double', _Float, 'd')
c_longlong, c_ulonglong = c_long, c_ulong
c_int8, c_uint8, c_int16, c_uint16 = c_byte, c_ubyte, c_short, c_ushort
c_int32, c_uint32, c_int64, c_uint64 = c_int, c_uint, c_long, c_ulong
c_size_t, c_ssize_t = c_ulong, c_long
__all__ += [name for name in globals() if name.startswith('c_')]


# --- Arrays ---

_array_types = {}


def _array_type(item, length):
    if not isinstance(length, int):
        raise TypeError("can't multiply sequence by non-int")
    if length < 0:
        raise ValueError('Array length must be >= 0, not ' + str(length))
    if (item, length) not in _array_types:
        _array_types[item, length] = _CDataType(f'{item.__name__}_Array_{length}', (Array,), {
            '_type_': item, '_length_': length, '_size': item._size * length,
            '_align': item._align, '__module__': _sys._getframe(2).f_globals['__name__']})
    return _array_types[item, length]


class Array(_CData):
    """Items of one type, back to back."""

    _type_, _length_ = None, 0

    def __init__(self, *items):
        if len(items) > self._length_:
            raise IndexError('invalid index')
        for index, item in enumerate(items):
            self[index] = item

    def _attach(self, memory):
        self._memory = memory
        item = self._type_
        self._plain = issubclass(item, (_Integer, _Float, c_char, c_bool))
        if self._plain:
            self._items = memory.cast(item._type_)

    def __len__(self):
        return self._length_

    def _index(self, index):
        index = index.__index__()
        if index < 0:
            index += self._length_
        if not 0 <= index < self._length_:
            raise IndexError('invalid index')
        return index

    def _at(self, index):
        start = index * self._type_._size
        return self._type_.from_buffer(self._memory[start:start + self._type_._size])

    def __getitem__(self, index):
        if isinstance(index, slice):
            items = [self[i] for i in range(*index.indices(self._length_))]
            return b''.join(items) if self._type_ is c_char else \
                ''.join(items) if self._type_ is c_wchar else items
        index = self._index(index)
        if self._plain:
            return self._items[index]
        item = self._at(index)
        return item.value if isinstance(item, _SimpleCData) else item

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length_))
            if len(places) != len(value):
                raise ValueError('Can only assign sequence of same size')
            for place, item in zip(places, value):
                self[place] = item
            return
        index = self._index(index)
        if isinstance(value, _SimpleCData):
            value = value.value
        if self._plain:
            self._items[index] = self._type_._convert(value)
        elif issubclass(self._type_, _SimpleCData):
            self._at(index).value = value
        else:
            self._at(index)._assign(value)

    def _assign(self, value):
        if isinstance(value, type(self)):
            self._memory[:] = value._memory
        else:
            self.__init__(*value)

    def __iter__(self):
        return (self[index] for index in range(self._length_))

    @property
    def raw(self):
        """All bytes of a c_char array."""
        return bytes(self._memory)

    @raw.setter
    def raw(self, value):
        if len(value) > self._size:
            raise ValueError('byte string too long')
        self._memory[:len(value)] = value

    @property
    def value(self):
        """Up to the first NUL of a c_char array."""
        if self._type_ is not c_char:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'value'")
        return bytes(self._memory).partition(b'\0')[0]

    @value.setter
    def value(self, value):
        if not isinstance(value, bytes):
            raise TypeError(f'bytes expected instead of {type(value).__name__} instance')
        if len(value) > self._size:
            raise ValueError('byte string too long')
        self._memory[:len(value)] = value
        if len(value) < self._size:
            self._memory[len(value)] = 0


# --- Structures ---

class _StructureType(_CDataType):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        if '_fields_' in body:
            offset = 0
            for field, kind in body['_fields_']:
                offset = -(-offset // kind._align) * kind._align
                setattr(cls, field, _Field(kind, offset))
                offset += kind._size
                cls._align = max(cls._align, kind._align)
            cls._size = -(-offset // cls._align) * cls._align


class _Field:
    """A field of a structure: its type and where it lies."""

    def __init__(self, kind, offset):
        self.kind, self.offset, self.size = kind, offset, kind._size

    def _of(self, owner):
        return self.kind.from_buffer(owner._memory[self.offset:self.offset + self.size])

    def _is_simple(self, found):
        """Does one see its value only? So it is with texts, too."""
        return isinstance(found, _SimpleCData) or getattr(found, '_type_', None) is c_char

    def __get__(self, owner, cls=None):
        if owner is None:
            return self
        found = self._of(owner)
        return found.value if self._is_simple(found) else found

    def __set__(self, owner, value):
        found = self._of(owner)
        if self._is_simple(found):
            found.value = value.value if isinstance(value, _SimpleCData) else value
        else:
            found._assign(value)


class Structure(_CData, metaclass=_StructureType):
    """Fields of several types, as C lays them out: _fields_ = [('x', c_int), ...]"""

    _fields_ = []

    def __init__(self, *values, **named):
        if len(values) > len(self._fields_):
            raise TypeError('too many initializers')
        for (field, _), value in zip(self._fields_, values):
            setattr(self, field, value)
        for field, value in named.items():
            setattr(self, field, value)

    def _assign(self, value):
        if isinstance(value, type(self)):
            self._memory[:] = value._memory
        else:
            self.__init__(*value)


# --- The interpreter ---

class py_object:
    """An object, as an argument of a function of pythonapi."""

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f'py_object({self.value!r})'


def _plain(argument):
    return argument.value if isinstance(argument, (_SimpleCData, py_object)) else argument


class _PythonAPI:
    def PyThreadState_SetAsyncExc(self, ident, exception):
        """Raise an exception in the thread so called, None or 0: take that back. The number of
        threads it found."""
        return _thread._raise_in(_plain(ident), _plain(exception) or None)


pythonapi = _PythonAPI()


# --- Functions ---

def sizeof(obj):
    """The size in bytes of a C type or object."""
    if not isinstance(obj, (_CData, _CDataType)):
        raise TypeError('this type has no size')
    return obj._size


def alignment(obj):
    """The alignment of a C type or object."""
    return obj._align


def create_string_buffer(init, size=None):
    """A c_char array of a size, or with a text and a NUL."""
    if isinstance(init, int):
        return (c_char * init)()
    buffer = (c_char * (len(init) + 1 if size is None else size))()
    buffer.value = init
    return buffer
