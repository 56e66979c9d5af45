"""Codecs that are not between text and bytes (hex, base64, rot13, ...), and those of host names."""

import codecs


def _info(name, encode, decode, is_text=False):
    """A CodecInfo around two functions of the whole input."""

    def encode_all(input, errors='strict'):
        return encode(input, errors), len(input)

    def decode_all(input, errors='strict'):
        return decode(input, errors), len(input)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)

    class StreamWriter(codecs.StreamWriter):
        charbuffertype = bytes
        encode = staticmethod(encode_all)

    class StreamReader(codecs.StreamReader):
        charbuffertype = bytes
        decode = staticmethod(decode_all)

    return codecs.CodecInfo(name=name, encode=encode_all, decode=decode_all,
                            incrementalencoder=IncrementalEncoder,
                            incrementaldecoder=IncrementalDecoder, streamwriter=StreamWriter,
                            streamreader=StreamReader, _is_text_encoding=is_text)


# --- Bytes to bytes ---

def _hex():
    import binascii
    return _info('hex', lambda data, errors: binascii.b2a_hex(data),
                 lambda data, errors: binascii.a2b_hex(data))


def _base64():
    import binascii

    def encode(data, errors):
        data = bytes(data)
        return b''.join(binascii.b2a_base64(data[i:i + 57]) for i in range(0, len(data), 57))

    return _info('base64', encode, lambda data, errors: binascii.a2b_base64(data))


def _quopri():
    import binascii
    return _info('quopri', lambda data, errors: binascii.b2a_qp(data, quotetabs=True),
                 lambda data, errors: binascii.a2b_qp(data))


def _uu():
    import binascii

    def encode(data, errors):
        data = bytes(data)
        lines = [b'begin 666 <data>\n']
        lines += [binascii.b2a_uu(data[i:i + 45]) for i in range(0, len(data), 45)]
        return b''.join(lines) + b' \nend\n'

    def decode(data, errors):
        lines = iter(bytes(data).split(b'\n'))
        for line in lines:
            if line.startswith(b'begin'):
                break
        else:
            raise ValueError('Missing "begin" line in input data')
        parts = []
        for line in lines:
            if line == b'end':
                return b''.join(parts)
            parts.append(binascii.a2b_uu(line))
        raise ValueError('Truncated input data')

    return _info('uu', encode, decode)


def _zlib():
    import zlib
    return _info('zlib', lambda data, errors: zlib.compress(data),
                 lambda data, errors: zlib.decompress(data))


def _bz2():
    import bz2
    return _info('bz2', lambda data, errors: bz2.compress(data),
                 lambda data, errors: bz2.decompress(data))


# --- Text to text ---

def _rot13():
    upper, lower = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'
    table = str.maketrans(upper + lower, upper[13:] + upper[:13] + lower[13:] + lower[:13])

    def turn(text, errors):
        return str.translate(text, table)

    return _info('rot-13', turn, turn)


# --- Host names: punycode (RFC 3492) and IDNA (RFC 3490) ---

_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'


def _adapt(delta, first, count):
    delta = delta // 700 if first else delta // 2
    delta += delta // count
    steps = 0
    while delta > 455:
        delta //= 35
        steps += 36
    return steps + 36 * delta // (delta + 38)


def _threshold(place, bias):
    return max(1, min(26, place - bias))


def punycode_encode(text):
    """The code points beyond ASCII as one number after another, behind the ASCII ones and a
    hyphen."""
    output = [c for c in text if c < '\x80']
    basic = handled = len(output)
    if basic:
        output.append('-')
    code, delta, bias = 128, 0, 72
    while handled < len(text):
        following = min(ord(c) for c in text if ord(c) >= code)
        delta += (following - code) * (handled + 1)
        code = following
        for c in text:
            if ord(c) < code:
                delta += 1
            elif ord(c) == code:
                rest, place = delta, 36
                while rest >= _threshold(place, bias):
                    threshold = _threshold(place, bias)
                    rest, digit = divmod(rest - threshold, 36 - threshold)
                    output.append(_DIGITS[threshold + digit])
                    place += 36
                output.append(_DIGITS[rest])
                bias = _adapt(delta, handled == basic, handled + 1)
                delta = 0
                handled += 1
        delta += 1
        code += 1
    return ''.join(output).encode('ascii')


def punycode_decode(data, errors='strict'):
    text = bytes(data).decode('ascii', errors)
    basic, _, extended = text.rpartition('-')
    output = list(basic)
    code, index, bias, at = 128, 0, 72, 0
    while at < len(extended):
        before, weight, place = index, 1, 36
        while True:
            if at == len(extended):
                raise UnicodeError("incomplete punicode string")
            digit = _DIGITS.find(extended[at].lower())
            if digit < 0:
                raise UnicodeError("Invalid extended code point '%s'" % extended[at])
            at += 1
            index += digit * weight
            threshold = _threshold(place, bias)
            if digit < threshold:
                break
            weight *= 36 - threshold
            place += 36
        bias = _adapt(index - before, before == 0, len(output) + 1)
        step, index = divmod(index, len(output) + 1)
        code += step
        if code > 0x10ffff:
            raise UnicodeError("Invalid character U+%x" % code)
        output.insert(index, chr(code))
        index += 1
    return ''.join(output)


def _punycode():
    return _info('punycode', lambda text, errors: punycode_encode(text), punycode_decode,
                 is_text=True)


def idna_label(label):
    """One label of a host name as ASCII."""
    import unicodedata
    if not label.isascii():
        label = unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', label).casefold())
    data = label.encode('ascii') if label.isascii() else b'xn--' + punycode_encode(label)
    if not 0 < len(data) < 64:
        raise UnicodeError("label empty or too long")
    return data


def _idna():
    def decode_label(label):
        return punycode_decode(label[4:]) if label[:4].lower() == b'xn--' else label.decode('ascii')

    def encode(text, errors):
        if errors != 'strict':
            raise UnicodeError("unsupported error handling " + errors)
        if not text:
            return b''
        for dot in '\u3002\uff0e\uff61':
            text = text.replace(dot, '.')
        labels = text.split('.')
        tail = b'.' if labels[-1] == '' else b''
        if tail:
            labels.pop()
        return b'.'.join(map(idna_label, labels)) + tail

    def decode(data, errors):
        if errors != 'strict':
            raise UnicodeError("Unsupported error handling " + errors)
        return '.'.join(decode_label(label) for label in bytes(data).split(b'.'))

    return _info('idna', encode, decode, is_text=True)


_codecs_by_name = {
    'hex_codec': _hex, 'base64_codec': _base64, 'quopri_codec': _quopri, 'uu_codec': _uu,
    'zlib_codec': _zlib, 'bz2_codec': _bz2, 'rot_13': _rot13, 'punycode': _punycode, 'idna': _idna,
}


def find(name):
    """The CodecInfo of a normalised name, or None."""
    maker = _codecs_by_name.get(name)
    try:
        return maker and maker()
    except ImportError:  # zlib or bz2 are missing.
        return None
