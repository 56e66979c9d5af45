"""Values as bytes and back, in CPython's internal format: numbers, texts and containers.

Code objects are refused: their bytecode is CPython's own.
"""

import struct as _struct

__all__ = ['dump', 'dumps', 'load', 'loads', 'version']

version = 4

_REF = 0x80  # In a type byte: the value may be referred to later.
_DEPTH_MAX = 2000
_NULL = object()  # Ends a dict.

_SINGLETONS = {None: b'N', False: b'F', True: b'T', StopIteration: b'S', Ellipsis: b'.'}
_SINGLETONS_BY_CODE = {ord(code): value for value, code in _SINGLETONS.items()}


# --- Writing ---

class _Writer:
    def __init__(self, write, version):
        self.write = write
        self.version = version
        self.depth = 0
        self.references = {}  # id: number, of what was written
        self.kept = []

    def long(self, number):
        self.write(_struct.pack('<i', number))

    def sized(self, code, data, count=None):
        count = len(data) if count is None else count
        if count > 0x7fffffff:
            raise ValueError('unmarshallable object')
        self.write(code)
        self.long(count)
        self.write(data)

    def value(self, value):
        self.depth += 1
        if self.depth > _DEPTH_MAX:
            raise ValueError('object too deeply nested to marshal')
        kind = type(value)
        if value is None or value is True or value is False or value is StopIteration or \
                value is Ellipsis:
            self.write(_SINGLETONS[value])
        elif kind is int:
            self.int(value)
        elif self.version >= 3 and id(value) in self.references:
            self.write(b'r')
            self.long(self.references[id(value)])
        else:
            writer = self.WRITERS.get(kind)
            flag = 0
            if self.version >= 3 and writer is not None:
                flag = _REF
                self.references[id(value)] = len(self.references)
                self.kept.append(value)  # So that no other gets its id.
            if writer is not None:
                writer(self, value, flag)
            else:
                self.buffer(value)
        self.depth -= 1

    def int(self, value):
        if -0x80000000 <= value <= 0x7fffffff:
            self.write(b'i')
            self.long(value)
            return
        digits = []  # Of 15 bits, as CPython has them in this format.
        rest = abs(value)
        while rest:
            digits.append(rest & 0x7fff)
            rest >>= 15
        self.write(b'l')
        self.long(-len(digits) if value < 0 else len(digits))
        self.write(_struct.pack('<%dH' % len(digits), *digits))

    def code(self, letter, flag):
        return bytes([ord(letter) | flag])

    def float(self, value, flag):
        if self.version > 1:
            self.write(self.code('g', flag) + _struct.pack('<d', value))
        else:
            text = repr(value).encode()
            self.write(self.code('f', flag) + bytes([len(text)]) + text)

    def complex(self, value, flag):
        if self.version > 1:
            self.write(self.code('y', flag) + _struct.pack('<dd', value.real, value.imag))
        else:
            self.write(self.code('x', flag))
            for part in (value.real, value.imag):
                text = repr(part).encode()
                self.write(bytes([len(text)]) + text)

    def bytes(self, value, flag):
        self.sized(self.code('s', flag), value)

    def str(self, value, flag):
        data = value.encode('utf-8', 'surrogatepass')
        if self.version >= 4 and value.isascii():
            if len(data) < 256:
                self.write(self.code('z', flag) + bytes([len(data)]) + data)
            else:
                self.sized(self.code('a', flag), data)
        else:
            self.sized(self.code('u', flag), data)

    def tuple(self, value, flag):
        if self.version >= 4 and len(value) < 256:
            self.write(self.code(')', flag) + bytes([len(value)]))
        else:
            self.sized(self.code('(', flag), b'', len(value))
        for item in value:
            self.value(item)

    def list(self, value, flag):
        self.sized(self.code('[', flag), b'', len(value))
        for item in value:
            self.value(item)

    def dict(self, value, flag):
        self.write(self.code('{', flag))
        for key, item in value.items():
            self.value(key)
            self.value(item)
        self.write(b'0')

    def set(self, value, flag):
        self.sized(self.code('<' if type(value) is set else '>', flag), b'', len(value))
        for data in sorted(dumps(item, self.version) for item in value):  # In an order of its own.
            self.value(loads(data))

    def buffer(self, value):
        try:
            data = bytes(memoryview(value))
        except TypeError:
            raise ValueError('unmarshallable object') from None
        self.sized(b's', data)

    # In here these names are the methods.
    WRITERS = {type(1.0): float, type(1j): complex, type(b''): bytes, type(''): str,
               type(()): tuple, type([]): list, type({}): dict, type({1}): set, frozenset: set}


def dump(value, file, version=version, /):
    """Write the value on the open file."""
    file.write(dumps(value, version))


def dumps(value, version=version, /):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    parts = []
    _Writer(parts.append, version).value(value)
    return b''.join(parts)


# --- Reading ---

class _Reader:
    def __init__(self, read):
        self.read = read
        self.references = []
        self.depth = 0

    def take(self, count):
        data = self.read(count)
        if len(data) < count:
            raise EOFError('marshal data too short')
        return data

    def long(self):
        return _struct.unpack('<i', self.take(4))[0]

    def size(self):
        size = self.long()
        if size < 0:
            raise ValueError('bad marshal data (size out of range)')
        return size

    def value(self):
        code = self.take(1)[0]
        flag = code & _REF
        code &= ~_REF
        self.depth += 1
        if self.depth > _DEPTH_MAX:
            raise ValueError('recursion limit exceeded')
        if code == ord('0'):
            result = _NULL
        elif code in _SINGLETONS_BY_CODE:
            result = _SINGLETONS_BY_CODE[code]
        elif code == ord('r'):
            result = self.reference()
        else:
            reader = self.READERS.get(chr(code))
            if reader is None:
                raise ValueError('bad marshal data (unknown type code)')
            place = None
            if flag:
                place = len(self.references)
                self.references.append(_NULL)
            result = reader(self, chr(code), place)
            if flag:
                self.references[place] = result
        self.depth -= 1
        return result

    def item(self):
        value = self.value()
        if value is _NULL:
            raise ValueError('bad marshal data (NULL object in a container)')
        return value

    def reference(self):
        number = self.long()
        if not 0 <= number < len(self.references) or self.references[number] is _NULL:
            raise ValueError('bad marshal data (invalid reference)')
        return self.references[number]

    def keep(self, value, place):
        """A container that its own items may refer to."""
        if place is not None:
            self.references[place] = value
        return value

    def int(self, code, place):
        return self.long()

    def long_int(self, code, place):
        count = self.long()
        digits = _struct.unpack('<%dH' % abs(count), self.take(2 * abs(count)))
        if digits and digits[-1] == 0:
            raise ValueError('bad marshal data (unnormalized long data)')
        value = 0
        for digit in reversed(digits):
            if digit > 0x7fff:
                raise ValueError('bad marshal data (digit out of range in long)')
            value = value << 15 | digit
        return -value if count < 0 else value

    def text_float(self):
        return float(self.take(self.take(1)[0]))

    def float(self, code, place):
        return self.text_float() if code == 'f' else _struct.unpack('<d', self.take(8))[0]

    def complex(self, code, place):
        if code == 'x':
            return complex(self.text_float(), self.text_float())
        return complex(*_struct.unpack('<dd', self.take(16)))

    def bytes(self, code, place):
        return bytes(self.take(self.size()))

    def str(self, code, place):
        size = self.take(1)[0] if code in 'zZ' else self.size()
        data = bytes(self.take(size))
        return data.decode('latin-1') if code in 'zZaA' else data.decode('utf-8', 'surrogatepass')

    def tuple(self, code, place):
        return tuple([self.item() for _ in range(self.take(1)[0] if code == ')' else self.size())])

    def list(self, code, place):
        result = self.keep([], place)
        for _ in range(self.size()):
            result.append(self.item())
        return result

    def dict(self, code, place):
        result = self.keep({}, place)
        while (key := self.value()) is not _NULL:
            value = self.value()
            if value is _NULL:
                break
            result[key] = value
        return result

    def set(self, code, place):
        result = self.keep(set(), place) if code == '<' else None
        items = [self.item() for _ in range(self.size())]
        if code == '>':
            return frozenset(items)
        result.update(items)
        return result

    READERS = {'i': int, 'l': long_int, 'f': float, 'g': float, 'x': complex, 'y': complex,
               's': bytes, 'u': str, 't': str, 'a': str, 'A': str, 'z': str, 'Z': str,
               ')': tuple, '(': tuple, '[': list, '{': dict, '<': set, '>': set}


def load(file, /):
    """Read one value from the open file and return it."""
    def read(count):
        data = file.read(count)
        if not isinstance(data, bytes):
            raise TypeError('file.read() returned not bytes but %s' % type(data).__name__)
        if len(data) > count:
            raise ValueError('read() returned too much data: %d bytes requested, %d returned' %
                             (count, len(data)))
        return data
    return _loaded(_Reader(read))


def loads(bytes, /):
    """Convert the bytes-like object to a value."""
    view = memoryview(bytes).cast('B')
    place = 0

    def read(count):
        nonlocal place
        start = place
        place += count
        return view[start:place]
    return _loaded(_Reader(read))


def _loaded(reader):
    value = reader.value()
    if value is _NULL:
        raise TypeError('NULL object in marshal data for object')
    return value
