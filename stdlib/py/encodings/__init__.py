"""The standard encodings: the search function that finds them.

Codecs between text and bytes are written in C; _codecs lists them, and one set of classes below
serves them all. What converts bytes to bytes or text to text, and the encoding of host names, is in
encodings.transforms.
"""

import _codecs
import codecs

from encodings import aliases


class CodecRegistryError(LookupError, SystemError):
    pass


def normalize_encoding(encoding):
    """Normalize an encoding name: all runs of characters but letters, digits and dots become one
    underscore."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    chars = []
    gap = False
    for c in encoding:
        if c.isalnum() or c == '.':
            if gap and chars:
                chars.append('_')
            if c.isascii():
                chars.append(c)
            gap = False
        else:
            gap = True
    return ''.join(chars)


def _text_codec(name):
    """The CodecInfo of a codec written in C."""

    def encode_by_name(input, errors='strict'):
        return _codecs._encode_whole(name, input, errors)

    encode_all = getattr(_codecs, name.replace('-', '_') + '_encode', encode_by_name)

    def decode_all(input, errors='strict'):
        return _codecs._decode_part(name, input, errors, True)

    def decode_part(input, errors='strict', final=False):
        return _codecs._decode_part(name, input, errors, final)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode_all(input, self.errors)[0]

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        _buffer_decode = staticmethod(decode_part)

    class StreamWriter(codecs.StreamWriter):
        encode = staticmethod(encode_all)

    class StreamReader(codecs.StreamReader):
        decode = staticmethod(decode_part)

    return codecs.CodecInfo(name=name, encode=encode_all, decode=decode_all,
                            incrementalencoder=IncrementalEncoder,
                            incrementaldecoder=IncrementalDecoder,
                            streamreader=StreamReader, streamwriter=StreamWriter)


def _marked_codec(name, encode_by_order, decode_by_order, orders):
    """The CodecInfo of a codec whose streams begin with a byte order mark. `orders` maps the order
    that decoding finds to the codec that goes on."""

    def encode(input, errors='strict'):
        return _codecs._encode_whole(name, input, errors)

    def decode(input, errors='strict'):
        return _codecs._decode_part(name, input, errors, True)

    rest = '%s-le' % name

    class IncrementalEncoder(codecs.IncrementalEncoder):
        """Writes the mark once."""

        def __init__(self, errors='strict'):
            codecs.IncrementalEncoder.__init__(self, errors)
            self.begun = False

        def encode(self, input, final=False):
            if self.begun:
                return _codecs._encode_whole(rest, input, self.errors)[0]
            self.begun = True
            return encode(input, self.errors)[0]

        def reset(self):
            codecs.IncrementalEncoder.reset(self)
            self.begun = False

        def getstate(self):
            return 0 if self.begun else 2

        def setstate(self, state):
            self.begun = not state

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        """Reads the mark once."""

        def __init__(self, errors='strict'):
            codecs.BufferedIncrementalDecoder.__init__(self, errors)
            self.order = 0

        def _buffer_decode(self, input, errors, final):
            if self.order:
                return _codecs._decode_part(orders[self.order], input, errors, final)
            text, consumed, order = decode_by_order(input, errors, 0, final)
            if consumed:
                self.order = order or -1
            return text, consumed

        def reset(self):
            codecs.BufferedIncrementalDecoder.reset(self)
            self.order = 0

        def getstate(self):
            return (self.buffer, {0: 2, -1: 0, 1: 1}[self.order])

        def setstate(self, state):
            self.buffer = state[0]
            self.order = {2: 0, 0: -1, 1: 1}[state[1]]

    class StreamWriter(codecs.StreamWriter):
        def __init__(self, stream, errors='strict'):
            codecs.StreamWriter.__init__(self, stream, errors)
            self.encoder = IncrementalEncoder(errors)

        def encode(self, input, errors='strict'):
            self.encoder.errors = errors
            return self.encoder.encode(input), len(input)

        def reset(self):
            codecs.StreamWriter.reset(self)
            self.encoder.reset()

    class StreamReader(codecs.StreamReader):
        def __init__(self, stream, errors='strict'):
            codecs.StreamReader.__init__(self, stream, errors)
            self.decoder = IncrementalDecoder(errors)

        def decode(self, input, errors='strict'):
            return self.decoder._buffer_decode(input, errors, False)

        def reset(self):
            codecs.StreamReader.reset(self)
            self.decoder.reset()

    return codecs.CodecInfo(name=name, encode=encode, decode=decode,
                            incrementalencoder=IncrementalEncoder,
                            incrementaldecoder=IncrementalDecoder,
                            streamreader=StreamReader, streamwriter=StreamWriter)


def _signed_decode(input, errors, order, final):
    """UTF-8 with a signature, in the form of utf_16_ex_decode: an order of -1 once the signature is
    past."""
    text, consumed = _codecs._decode_part("utf-8-sig", input, errors, final)
    return text, consumed, -1


_makers = {
    "utf-16": lambda: _marked_codec("utf-16", _codecs.utf_16_encode, _codecs.utf_16_ex_decode,
                                    {-1: "utf-16-le", 1: "utf-16-be"}),
    "utf-32": lambda: _marked_codec("utf-32", _codecs.utf_32_encode, _codecs.utf_32_ex_decode,
                                    {-1: "utf-32-le", 1: "utf-32-be"}),
}


def search_function(encoding):
    """The CodecInfo of a standard encoding, or None."""
    name = normalize_encoding(encoding).lower()
    builtin = aliases.builtin_codecs.get(name)
    if builtin is not None:
        return _makers.get(builtin, lambda: _text_codec(builtin))()
    from encodings import transforms
    return transforms.find(aliases.aliases.get(name, name))


codecs.register(search_function)
