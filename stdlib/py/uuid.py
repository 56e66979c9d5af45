"""Identifiers of 128 bits that are different all over the world (RFC 4122)."""

import os
import time
from enum import Enum

__all__ = ['NAMESPACE_DNS', 'NAMESPACE_OID', 'NAMESPACE_URL', 'NAMESPACE_X500', 'RESERVED_FUTURE',
           'RESERVED_MICROSOFT', 'RESERVED_NCS', 'RFC_4122', 'SafeUUID', 'UUID', 'getnode', 'uuid1',
           'uuid3', 'uuid4', 'uuid5']

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    'reserved for NCS compatibility', 'specified in RFC 4122',
    'reserved for Microsoft compatibility', 'reserved for future definition')


class SafeUUID(Enum):
    """Was it made so that no two processes get the same?"""

    safe = 0
    unsafe = -1
    unknown = None


# Where each field is: how many bits, and how many are to the right of it.
_FIELDS = {'time_low': (32, 96), 'time_mid': (16, 80), 'time_hi_version': (16, 64),
           'clock_seq_hi_variant': (8, 56), 'clock_seq_low': (8, 48), 'node': (48, 0)}


class UUID:
    """An identifier. It is made of one of: 32 hexadecimal digits with or without hyphens, 16 bytes,
    16 bytes of which the first fields are little-endian, six fields, or an int."""

    __slots__ = 'int', 'is_safe', '__weakref__'

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *,
                 is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be '
                            'given')
        if hex is not None:
            digits = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(digits) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            int = int_(digits, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            int = int_.from_bytes(bytes, 'big')
        if fields is not None:
            if len(fields) != 6:
                raise ValueError('fields is not a 6-tuple')
            int = 0
            for number, (value, (bits, shift)) in enumerate(zip(fields, _FIELDS.values()), 1):
                if not 0 <= value < 1 << bits:
                    raise ValueError(f'field {number} out of range (need a {bits}-bit value)')
                int |= value << shift
        if not 0 <= int < 1 << 128:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError('illegal version number')
            int &= ~(0xc000 << 48 | 0xf000 << 64)
            int |= 0x8000 << 48 | version << 76     # The variant, and the version.
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe is not SafeUUID.unknown:
            state['is_safe'] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID(state.get('is_safe')))

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __str__(self):
        digits = self.hex
        return '-'.join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    @property
    def bytes(self):
        """As 16 bytes."""
        return self.int.to_bytes(16, 'big')

    @property
    def bytes_le(self):
        """As 16 bytes, with the first three fields little-endian."""
        data = self.bytes
        return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]

    @property
    def fields(self):
        """The six fields."""
        return tuple([getattr(self, name) for name in _FIELDS])

    @property
    def time(self):
        """The time of version 1: units of 100 ns since 1582."""
        return (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        """What tells those of the same time apart."""
        return (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low

    @property
    def hex(self):
        """As 32 hexadecimal digits."""
        return f'{self.int:032x}'

    @property
    def urn(self):
        """As a URN."""
        return f'urn:uuid:{self}'

    @property
    def variant(self):
        """Whose layout it has."""
        if not self.int & 0x8000 << 48:
            return RESERVED_NCS
        if not self.int & 0x4000 << 48:
            return RFC_4122
        return RESERVED_FUTURE if self.int & 0x2000 << 48 else RESERVED_MICROSOFT

    @property
    def version(self):
        """How it was made, 1 to 5; None if the layout is another."""
        return self.int >> 76 & 0xf if self.variant == RFC_4122 else None


int_ = int


def _field(bits, shift):
    return property(lambda self: self.int >> shift & (1 << bits) - 1)


for _name, (_bits, _shift) in _FIELDS.items():
    setattr(UUID, _name, _field(_bits, _shift))
del _name, _bits, _shift


# --- Making them ---

_node = _last_timestamp = None


def getnode(*, getters=None):
    """A number for this machine: the address of its network card, or else a random one."""
    global _node
    if _node is None:
        _node = _card_address() or int.from_bytes(os.urandom(6), 'big') | 1 << 40
    return _node


def _card_address():
    root = '/sys/class/net'
    try:
        for name in sorted(os.listdir(root)):
            with open(f'{root}/{name}/address') as file:
                address = int(file.read().strip().replace(':', '') or '0', 16)
            if 0 < address < 1 << 48:
                return address
    except (OSError, ValueError):
        pass
    return None


def uuid1(node=None, clock_seq=None):
    """Of the time, the machine and a number that tells apart what is made at the same time."""
    global _last_timestamp
    timestamp = time.time_ns() // 100 + 0x01b21dd213814000      # From 1582 to 1970.
    if _last_timestamp is not None and timestamp <= _last_timestamp:
        timestamp = _last_timestamp + 1
    _last_timestamp = timestamp
    if clock_seq is None:
        clock_seq = int.from_bytes(os.urandom(2), 'big') & 0x3fff
    return UUID(fields=(timestamp & 0xffffffff, timestamp >> 32 & 0xffff, timestamp >> 48 & 0x0fff,
                        clock_seq >> 8 & 0x3f, clock_seq & 0xff,
                        getnode() if node is None else node), version=1)


def uuid3(namespace, name):
    """Of the MD5 of a name in a namespace: always the same."""
    from hashlib import md5
    data = namespace.bytes + (name.encode() if isinstance(name, str) else name)
    return UUID(bytes=md5(data, usedforsecurity=False).digest(), version=3)


def uuid4():
    """A random one."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """Of the SHA-1 of a name in a namespace: always the same."""
    from hashlib import sha1
    data = namespace.bytes + (name.encode() if isinstance(name, str) else name)
    return UUID(bytes=sha1(data).digest()[:16], version=5)


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = (
    UUID(f'6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8') for digit in '0124')
