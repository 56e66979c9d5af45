"""Bytes as text: base 16, 32, 64 and 85."""

import binascii
import struct

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode',
           'b32decode', 'b32hexencode', 'b32hexdecode', 'b16encode', 'b16decode', 'b85encode',
           'b85decode', 'a85encode', 'a85decode', 'standard_b64encode', 'standard_b64decode',
           'urlsafe_b64encode', 'urlsafe_b64decode']

bytes_types = (bytes, bytearray)


def _bytes_from_decode_data(s):
    """What is to be decoded may be ASCII text, too."""
    if isinstance(s, str):
        if not s.isascii():
            raise ValueError('string argument should contain only ASCII characters')
        return s.encode('ascii')
    try:
        return _bytes(s)
    except TypeError:
        raise TypeError('argument should be a bytes-like object or ASCII string, '
                        f'not {type(s).__name__!r}') from None


def _bytes(s):
    return s if isinstance(s, bytes_types) else bytes(memoryview(s))


def _replaced(s, old, new):
    """With other characters in place of some; both sides must be of one length."""
    return s.translate(bytes.maketrans(old, new))


def _insist_on(characters, count):
    if len(characters) != count:
        raise AssertionError(repr(characters))


# --- Base 64 ---

def b64encode(s, altchars=None):
    """In base 64; altchars stand for + and /."""
    text = binascii.b2a_base64(s, newline=False)
    if altchars is None:
        return text
    _insist_on(altchars, 2)
    return _replaced(text, b'+/', altchars)


def b64decode(s, altchars=None, validate=False):
    """From base 64. With validate, other characters are an error; else they are skipped."""
    text = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        _insist_on(altchars, 2)
        text = _replaced(text, altchars, b'+/')
    return binascii.a2b_base64(text, strict_mode=validate)


def standard_b64encode(s):
    """In base 64, as it mostly is."""
    return b64encode(s)


def standard_b64decode(s):
    """From base 64, as it mostly is."""
    return b64decode(s)


_to_urlsafe = bytes.maketrans(b'+/', b'-_')
_from_urlsafe = bytes.maketrans(b'-_', b'+/')


def urlsafe_b64encode(s):
    """In base 64 with - and _, which may stand in URLs and file names."""
    return b64encode(s).translate(_to_urlsafe)


def urlsafe_b64decode(s):
    """From such."""
    return b64decode(_bytes_from_decode_data(s).translate(_from_urlsafe))


# --- Base 32 ---

_B32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_B32HEX = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'


def _b32encode(alphabet, s):
    s = _bytes(s)
    left = len(s) % 5
    if left:
        s = s + b'\0' * (5 - left)
    encoded = bytearray()
    for i in range(0, len(s), 5):
        number = int.from_bytes(s[i:i + 5], 'big')
        encoded += bytes([alphabet[number >> shift & 31] for shift in range(35, -1, -5)])
    if left:
        padding = {1: 6, 2: 4, 3: 3, 4: 1}[left]
        encoded[-padding:] = b'=' * padding
    return bytes(encoded)


# How many bytes a last group stands for, by the number of = in it.
_B32_LAST = {0: 5, 1: 4, 3: 3, 4: 2, 6: 1}


def _b32decode(alphabet, s, casefold=False, map01=None):
    text = _bytes_from_decode_data(s)
    if len(text) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        _insist_on(map01, 1)
        text = _replaced(text, b'01', b'O' + map01)
    if casefold:
        text = text.upper()
    digits = text.rstrip(b'=')
    padding = len(text) - len(digits)
    decoded = bytearray()
    try:
        for i in range(0, len(digits), 8):
            number = 0
            for c in digits[i:i + 8].ljust(8, alphabet[:1]):
                number = number << 5 | alphabet.index(c)
            decoded += number.to_bytes(5, 'big')
    except ValueError:
        raise binascii.Error('Non-base32 digit found') from None
    if padding not in _B32_LAST:
        raise binascii.Error('Incorrect padding')
    del decoded[len(decoded) - 5 + _B32_LAST[padding]:]
    return bytes(decoded)


def b32encode(s):
    """In base 32."""
    return _b32encode(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """From base 32. casefold allows small letters; 0 means O, and 1 what map01 says."""
    return _b32decode(_B32, s, casefold, map01)


def b32hexencode(s):
    """In base 32, but with the digits of hexadecimal numbers, and more."""
    return _b32encode(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    """From such."""
    return _b32decode(_B32HEX, s, casefold)


# --- Base 16 ---

def b16encode(s):
    """In base 16: hexadecimal."""
    return binascii.b2a_hex(s).upper()


def b16decode(s, casefold=False):
    """From base 16. casefold allows small letters."""
    digits = _bytes_from_decode_data(s)
    if casefold:
        digits = digits.upper()
    if digits.translate(None, b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.a2b_hex(digits)


# --- Base 85: four bytes in five characters ---

_A85START = b'<~'
_A85END = b'~>'
_B85 = (b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        b'abcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~')
_A85 = bytes(range(33, 118))


def _85encode(b, alphabet, pad=False, foldnuls=False, foldspaces=False):
    b = _bytes(b)
    padding = -len(b) % 4
    b = b + b'\0' * padding
    chunks = []
    for word in struct.unpack(f'!{len(b) // 4}I', b):
        if foldnuls and not word:
            chunks.append(b'z')
        elif foldspaces and word == 0x20202020:
            chunks.append(b'y')
        else:
            digits = bytearray(5)
            for i in range(4, -1, -1):
                word, digit = divmod(word, 85)
                digits[i] = alphabet[digit]
            chunks.append(bytes(digits))
    if padding and not pad:
        if chunks[-1] == b'z':
            chunks[-1] = alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-padding]
    return b''.join(chunks)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """In Ascii85.

    foldspaces writes y for four spaces, wrapcol breaks lines, pad fills up to 4 bytes, and adobe
    puts <~ and ~> around it.
    """
    result = _85encode(b, _A85, pad, True, foldspaces)
    if adobe:
        result = _A85START + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        chunks = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(chunks[-1]) + 2 > wrapcol:
            chunks.append(b'')
        result = b'\n'.join(chunks)
    if adobe:
        result += _A85END
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """From Ascii85. adobe expects ~> at the end, and ignorechars are skipped."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(_A85END):
            raise ValueError(f'Ascii85 encoded byte sequences must end with {_A85END!r}')
        b = b[2:-2] if b.startswith(_A85START) else b[:-2]
    decoded = bytearray()
    group = []
    for c in b + b'u' * 4:
        if b'!'[0] <= c <= b'u'[0]:
            group.append(c)
            if len(group) == 5:
                word = 0
                for digit in group:
                    word = word * 85 + digit - 33
                try:
                    decoded += word.to_bytes(4, 'big')
                except OverflowError:
                    raise ValueError('Ascii85 overflow') from None
                group.clear()
        elif c == b'z'[0]:
            if group:
                raise ValueError('z inside Ascii85 5-tuple')
            decoded += b'\0' * 4
        elif foldspaces and c == b'y'[0]:
            if group:
                raise ValueError('y inside Ascii85 5-tuple')
            decoded += b' ' * 4
        elif c not in ignorechars:
            raise ValueError('Non-Ascii85 digit found: %c' % c)
    padding = 4 - len(group)
    return bytes(decoded[:-padding] if padding else decoded)


def b85encode(b, pad=False):
    """Encode bytes-like object b in base85 format and return a bytes object."""
    return _85encode(b, _B85, pad)


def b85decode(b):
    """Decode the base85-encoded bytes-like object or ASCII string b"""
    b = _bytes_from_decode_data(b)
    values = {c: i for i, c in enumerate(_B85)}
    padding = -len(b) % 5
    b = bytes(b) + b'~' * padding
    decoded = bytearray()
    for i in range(0, len(b), 5):
        word = 0
        for j, c in enumerate(b[i:i + 5]):
            if c not in values:
                raise ValueError('bad base85 character at position %d' % (i + j))
            word = word * 85 + values[c]
        try:
            decoded += word.to_bytes(4, 'big')
        except OverflowError:
            raise ValueError('base85 overflow in hunk starting at byte %d' % i) from None
    return bytes(decoded[:-padding] if padding else decoded)


# --- Files and lines ---

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3


def encode(input, output):
    """Encode one binary file into another, in lines."""
    while s := input.read(MAXBINSIZE):
        while len(s) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(s))):
            s += more
        output.write(binascii.b2a_base64(s))


def decode(input, output):
    """Decode one binary file into another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _input_type_check(s):
    try:
        m = memoryview(s)
    except TypeError as err:
        raise TypeError('expected bytes-like object, not %s' % s.__class__.__name__) from err
    if m.format not in ('c', 'b', 'B'):
        raise TypeError('expected single byte elements, not %r from %s' % (m.format,
                                                                           s.__class__.__name__))
    if m.ndim != 1:
        raise TypeError('expected 1-D data, not %d-D data from %s' % (m.ndim,
                                                                      s.__class__.__name__))


def encodebytes(s):
    """In base 64, in lines of 76 characters."""
    _input_type_check(s)
    return b''.join(binascii.b2a_base64(s[i:i + MAXBINSIZE])
                    for i in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    """From base 64, in lines or not."""
    _input_type_check(s)
    return binascii.a2b_base64(s)
