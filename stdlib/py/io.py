"""Streams. They are written in C, in _io; this module has their names, and the abstract classes
that say which of them is what."""

__all__ = ['BlockingIOError', 'BufferedIOBase', 'BufferedRWPair', 'BufferedRandom',
           'BufferedReader', 'BufferedWriter', 'BytesIO', 'DEFAULT_BUFFER_SIZE', 'FileIO', 'IOBase',
           'IncrementalNewlineDecoder', 'RawIOBase', 'SEEK_CUR', 'SEEK_END', 'SEEK_SET', 'StringIO',
           'TextIOBase', 'TextIOWrapper', 'UnsupportedOperation', 'open', 'open_code',
           'text_encoding']

import _io
import abc

globals().update({name: getattr(_io, name) for name in __all__ if hasattr(_io, name)})
SEEK_SET, SEEK_CUR, SEEK_END = range(3)


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    __doc__ = _io._IOBase.__doc__


class RawIOBase(_io._RawIOBase, IOBase):
    __doc__ = _io._RawIOBase.__doc__


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    __doc__ = _io._BufferedIOBase.__doc__


class TextIOBase(_io._TextIOBase, IOBase):
    __doc__ = _io._TextIOBase.__doc__


for _base, _kinds in ((RawIOBase, (FileIO,)),
                      (BufferedIOBase, (BytesIO, BufferedReader, BufferedWriter, BufferedRandom,
                                        BufferedRWPair)),
                      (TextIOBase, (StringIO, TextIOWrapper))):
    for _kind in _kinds:
        _base.register(_kind)
del _base, _kinds, _kind


def __getattr__(name):
    if name != 'OpenWrapper':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from warnings import warn
    warn('OpenWrapper is deprecated, use open instead', DeprecationWarning, stacklevel=2)
    globals()[name] = open
    return open
