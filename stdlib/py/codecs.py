"""Codecs: text to bytes and back, whole, in parts and through streams.

The registry and the codecs themselves are written in C (_codecs); what is here puts them behind the
interfaces that scripts derive from and call.
"""

import builtins
import sys

from _codecs import *
from _codecs import (
    charmap_build, charmap_decode, charmap_encode, escape_decode, escape_encode, readbuffer_encode,
)

__all__ = ["register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE",
           "BOM32_LE", "BOM64_BE", "BOM64_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE",
           "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec",
           "IncrementalEncoder", "IncrementalDecoder", "StreamReader", "StreamWriter",
           "StreamReaderWriter", "StreamRecoder", "getencoder", "getdecoder",
           "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "encode",
           "decode", "iterencode", "iterdecode", "strict_errors", "ignore_errors",
           "replace_errors", "xmlcharrefreplace_errors", "backslashreplace_errors",
           "namereplace_errors", "register_error", "lookup_error"]

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_UTF16_LE, BOM_UTF16_BE = b'\xff\xfe', b'\xfe\xff'
BOM_UTF32_LE, BOM_UTF32_BE = BOM_UTF16_LE + bytes(2), bytes(2) + BOM_UTF16_BE
BOM_UTF16, BOM_UTF32 = ((BOM_UTF16_LE, BOM_UTF32_LE) if sys.byteorder == 'little' else
                        (BOM_UTF16_BE, BOM_UTF32_BE))
# Names of old, that count the bits of two characters.
BOM, BOM_LE, BOM_BE = BOM_UTF16, BOM_UTF16_LE, BOM_UTF16_BE
BOM32_LE, BOM32_BE = BOM_UTF16_LE, BOM_UTF16_BE
BOM64_LE, BOM64_BE = BOM_UTF32_LE, BOM_UTF32_BE


# --- What a codec is made of ---

class CodecInfo(tuple):
    """What the registry knows of an encoding: (encode, decode, streamreader, streamwriter), and
    more by name."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        info = super().__new__(cls, (encode, decode, streamreader, streamwriter))
        info.encode, info.decode, info.streamreader, info.streamwriter = info
        info.incrementalencoder, info.incrementaldecoder = incrementalencoder, incrementaldecoder
        info.name = name
        if _is_text_encoding is not None:
            info._is_text_encoding = _is_text_encoding
        return info

    def __repr__(self):
        cls = type(self)
        return (f'<{cls.__module__}.{cls.__qualname__} object for encoding {self.name} '
                f'at {id(self):#x}>')


class Codec:
    """The interface of a stateless codec."""

    def encode(self, input, errors='strict'):
        """(what input becomes, how much of it was used)"""
        raise NotImplementedError

    def decode(self, input, errors='strict'):
        """(what input becomes, how much of it was used)"""
        raise NotImplementedError


class IncrementalEncoder:
    """An encoder that is fed its input in parts. The state between two parts is an int."""

    def __init__(self, errors='strict'):
        self.errors, self.buffer = errors, ''

    def encode(self, input, final=False):
        """What this part becomes; final says that no other follows."""
        raise NotImplementedError

    def reset(self):
        """Forget all parts so far."""

    def getstate(self):
        """What setstate() needs to go on from here."""
        return 0

    def setstate(self, state):
        """Go on from where getstate() was called."""


class BufferedIncrementalEncoder(IncrementalEncoder):
    """An encoder that may leave the end of a part for later: _buffer_encode says how much it
    took."""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        text = self.buffer + input
        output, taken = self._buffer_encode(text, self.errors, final)
        self.buffer = text[taken:]
        return output

    def reset(self):
        self.buffer = ''

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ''


class IncrementalDecoder:
    """A decoder that is fed its input in parts. The state is (bytes not decoded yet, int)."""

    def __init__(self, errors='strict'):
        self.errors = errors

    def decode(self, input, final=False):
        """What this part becomes; final says that no other follows."""
        raise NotImplementedError

    def reset(self):
        """Forget all parts so far."""

    def getstate(self):
        """What setstate() needs to go on from here."""
        return b'', 0

    def setstate(self, state):
        """Go on from where getstate() was called."""


class BufferedIncrementalDecoder(IncrementalDecoder):
    """A decoder that keeps the bytes of a character that has not ended: _buffer_decode says how
    much it took."""

    def __init__(self, errors='strict'):
        super().__init__(errors)
        self.buffer = b''

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        output, taken = self._buffer_decode(data, self.errors, final)
        self.buffer = data[taken:]
        return output

    def reset(self):
        self.buffer = b''

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer, _ = state


# --- Streams ---

class _OverStream:
    """What stands before another stream: what it does not do itself, the stream does."""

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.stream.close()

    def __reduce_ex__(self, proto):
        raise TypeError(f"can't serialize {type(self).__name__}")


class _Lines:
    """To go through the lines of a stream."""

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


def _to_start(offset, whence):
    return offset == whence == 0


class StreamWriter(_OverStream, Codec):
    """Writes encoded data to a binary stream."""

    def __init__(self, stream, errors='strict'):
        self.stream, self.errors = stream, errors

    def write(self, object):
        """Encode the text and write what comes of it."""
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        """Write all these texts."""
        self.write(''.join(list))

    def reset(self):
        """Begin anew, as at the start of the stream."""

    def seek(self, offset, whence=0):
        """Go to another place in the stream."""
        self.stream.seek(offset, whence)
        if _to_start(offset, whence):
            self.reset()


class StreamReader(_OverStream, _Lines, Codec):
    """Reads and decodes data of a binary stream.

    Two buffers stand between: bytes that are no whole character yet, and decoded text that nobody
    has read."""

    charbuffertype = str

    def __init__(self, stream, errors='strict'):
        self.stream, self.errors = stream, errors
        self._empty_charbuffer = self.charbuffertype()
        StreamReader.reset(self)

    def read(self, size=-1, chars=-1, firstline=False):
        """At most so many chars, read from the stream size bytes at a time; all, if neither is
        given. With firstline, an error after the first line is left to the next call."""
        wanted = size if chars < 0 else chars
        while wanted < 0 or len(self.charbuffer) < wanted:
            fresh = self.stream.read(size) if size >= 0 else self.stream.read()
            self._decode_more(fresh, firstline)
            if not fresh or size < 0:
                break
        if wanted < 0:
            wanted = len(self.charbuffer)
        return self._take(wanted)

    def _take(self, count):
        text = self.charbuffer
        self.charbuffer = text[count:]
        return text[:count]

    def _decode_more(self, fresh, firstline):
        """From the stream into the buffers."""
        data = self.bytebuffer + fresh
        if not data:
            return
        try:
            text, used = self.decode(data, self.errors)
        except UnicodeDecodeError as error:
            if not firstline:
                raise
            text, used = self.decode(data[:error.start], self.errors)
            if len(text.splitlines()) < 2:
                raise
        self.bytebuffer = data[used:]
        self.charbuffer += text

    def readline(self, size=None, keepends=True):
        """The next line. With a size, the stream is read at most once, and so many bytes."""
        step = size or 72
        ready = self.charbuffer[:step].splitlines(keepends=True)
        line = self._take(len(ready[0])) if len(ready) > 1 else self._read_line(step, size is None)
        return line if keepends or not line else line.splitlines()[0]

    def _read_line(self, step, until_end):
        text = self._empty_charbuffer
        while True:
            more = self.read(step, firstline=True)
            if more[-1:] in ('\r', b'\r'):
                more += self.read(1, 1)         # The \n of it may be on its way.
            text += more
            line, *others = text.splitlines(keepends=True) or [text]
            if others or [line] != line.splitlines():
                self.charbuffer = text[len(line):] + self.charbuffer
                return line
            if not more or not until_end:
                return text
            step = min(2 * step, 8000)

    def readlines(self, sizehint=None, keepends=True):
        """All lines that are left, as a list."""
        return self.read().splitlines(keepends)

    def reset(self):
        """Begin anew, as at the start of the stream."""
        self.bytebuffer, self.charbuffer = b'', self._empty_charbuffer

    def seek(self, offset, whence=0):
        """Go to another place in the stream."""
        self.stream.seek(offset, whence)
        self.reset()


class _TwoWays(_OverStream):
    """A StreamReader and a StreamWriter over the same stream."""

    def __init__(self, stream, Reader, Writer, errors):
        self.stream, self.errors = stream, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def __iter__(self):
        return self

    def reset(self):
        for side in self.reader, self.writer:
            side.reset()


class StreamReaderWriter(_TwoWays):
    """A stream that decodes what is read and encodes what is written."""

    encoding = 'unknown'

    def __init__(self, stream, Reader, Writer, errors='strict'):
        super().__init__(stream, Reader, Writer, errors)

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None, keepends=True):
        return self.reader.readline(size, keepends)

    def readlines(self, sizehint=None, keepends=True):
        return self.reader.readlines(sizehint, keepends)

    def __next__(self):
        return next(self.reader)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if _to_start(offset, whence):
            self.writer.reset()


class StreamRecoder(_TwoWays):
    """A stream that shows data of one encoding in another: bytes on both sides."""

    data_encoding = file_encoding = 'unknown'

    def __init__(self, stream, encode, decode, Reader, Writer, errors='strict'):
        super().__init__(stream, Reader, Writer, errors)
        self.encode, self.decode = encode, decode

    def _encoded(self, text):
        return self.encode(text, self.errors)[0]

    def read(self, size=-1):
        return self._encoded(self.reader.read(size))

    def readline(self, size=None):
        return self._encoded(self.reader.readline(size))

    def readlines(self, sizehint=None):
        return self.read().splitlines(keepends=True)

    def __next__(self):
        return self._encoded(next(self.reader))

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write(b''.join(list))

    def seek(self, offset, whence=0):
        for side in self.reader, self.writer:
            side.seek(offset, whence)


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """Open a file whose text is in this encoding: a StreamReaderWriter. Without an encoding it is
    what the builtin open() gives."""
    if encoding is None:
        return builtins.open(filename, mode, buffering)
    stream = builtins.open(filename, mode if 'b' in mode else mode + 'b', buffering)
    try:
        _, _, reader, writer = lookup(encoding)
        opened = StreamReaderWriter(stream, reader, writer, errors)
    except BaseException:
        stream.close()
        raise
    opened.encoding = encoding
    return opened


def EncodedFile(file, data_encoding, file_encoding=None, errors='strict'):
    """The file, but read and written in data_encoding while it stays in file_encoding."""
    outside, inside = lookup(data_encoding), lookup(file_encoding or data_encoding)
    recoder = StreamRecoder(file, *outside[:2], *inside[2:], errors)
    recoder.data_encoding, recoder.file_encoding = data_encoding, file_encoding or data_encoding
    return recoder


# --- The parts of a codec, by the encoding's name ---

def getencoder(encoding):
    """The function that encodes."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The function that decodes."""
    return lookup(encoding).decode


def getreader(encoding):
    """What makes StreamReaders."""
    return lookup(encoding).streamreader


def getwriter(encoding):
    """What makes StreamWriters."""
    return lookup(encoding).streamwriter


def _incremental(encoding, part):
    maker = getattr(lookup(encoding), part)
    if maker is None:
        raise LookupError(encoding)
    return maker


def getincrementalencoder(encoding):
    """What makes IncrementalEncoders; LookupError if the codec has none."""
    return _incremental(encoding, 'incrementalencoder')


def getincrementaldecoder(encoding):
    """What makes IncrementalDecoders; LookupError if the codec has none."""
    return _incremental(encoding, 'incrementaldecoder')


def _fed(feed, parts, end):
    """What comes out when parts are fed, but nothing empty."""
    yield from filter(None, map(feed, parts))
    last = feed(end, True)
    if last:
        yield last


def iterencode(iterator, encoding, errors='strict', **kwargs):
    """The texts of the iterator, encoded one after the other."""
    coder = getincrementalencoder(encoding)(errors, **kwargs)
    yield from _fed(coder.encode, iterator, '')


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    """The bytes of the iterator, decoded one after the other."""
    coder = getincrementaldecoder(encoding)(errors, **kwargs)
    yield from _fed(coder.decode, iterator, b'')


# --- For codecs that are tables ---

def make_identity_dict(rng):
    """Each of them stands for itself."""
    return dict(zip(rng, rng))


def make_encoding_map(decoding_map):
    """The table the other way round; what several bytes stand for becomes None."""
    table = {}
    for byte, char in decoding_map.items():
        table[char] = byte if char not in table else None
    return table


(strict_errors, ignore_errors, replace_errors, xmlcharrefreplace_errors, backslashreplace_errors,
 namereplace_errors) = map(lookup_error, ('strict', 'ignore', 'replace', 'xmlcharrefreplace',
                                          'backslashreplace', 'namereplace'))
