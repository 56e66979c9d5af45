"""Keyed hashes (RFC 2104): a digest that only those who know the key can make or check."""

import functools as _functools
import warnings as _warnings

import _hashlib
from _operator import _compare_digest as compare_digest

trans_5C = bytes(x ^ 0x5C for x in range(256))
trans_36 = bytes(x ^ 0x36 for x in range(256))

digest_size = None  # Used to be that of md5.


def _hash_maker(digestmod):
    """What makes hash objects, of a name, such a function itself, or a module."""
    if callable(digestmod):
        return digestmod
    if not isinstance(digestmod, str):
        return digestmod.new
    import hashlib
    return _functools.partial(hashlib.new, digestmod)


class HMAC:
    """A keyed hash, like a hash object."""

    blocksize = 64  # Of a hash that does not tell.

    __slots__ = ('_hmac', '_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, bytes | bytearray):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        self._hmac = self._inner = self._outer = None
        if isinstance(digestmod, str) or callable(digestmod):
            try:
                self._hmac = _hashlib.hmac_new(key, msg, digestmod=digestmod)
            except (TypeError, _hashlib.UnsupportedDigestmodError):
                pass
        if self._hmac is None:
            self._init_old(key, msg, _hash_maker(digestmod))
        else:
            self.digest_size, self.block_size = self._hmac.digest_size, self._hmac.block_size

    def _init_old(self, key, msg, make):
        """With a hash function that is not built in: the definition itself."""
        self._inner, self._outer = make(), make()
        self.digest_size, self.block_size = self._outer.digest_size, self._block_size()
        if len(key) > self.block_size:
            key = make(key).digest()
        key = key.ljust(self.block_size, b'\0')
        for part, masked in ((self._outer, trans_5C), (self._inner, trans_36)):
            part.update(key.translate(masked))
        if msg is not None:
            self.update(msg)

    def _block_size(self):
        told = getattr(self._inner, 'block_size', None)
        if told is not None and told >= 16:
            return told
        if told is None:
            text = f'No block_size attribute on given digest object; Assuming {self.blocksize}.'
        else:
            text = f'block_size of {told} seems too small; using our default of {self.blocksize}.'
        _warnings.warn(text, RuntimeWarning, 4)
        return self.blocksize

    @property
    def name(self):
        return self._hmac.name if self._hmac else f'hmac-{self._inner.name}'

    def update(self, msg):
        """Go on with more of the message."""
        (self._hmac or self._inner).update(msg)

    def copy(self):
        """Another one that goes on by itself."""
        other = object.__new__(type(self))
        for name in self.__slots__:
            value = getattr(self, name)
            setattr(other, name, value.copy() if hasattr(value, 'copy') else value)
        return other

    def _current(self):
        """A hash object that has the digest."""
        if self._hmac:
            return self._hmac
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """What it is so far, as bytes."""
        return self._current().digest()

    def hexdigest(self):
        """The same in hexadecimal digits."""
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    """An HMAC with this key, and the message so far. The digest is a name or a module of a hash."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """Fast inline implementation of HMAC: the digest of one message."""
    if digest is not None and (isinstance(digest, str) or callable(digest)):
        try:
            return _hashlib.hmac_digest(key, msg, digest)
        except (OverflowError, _hashlib.UnsupportedDigestmodError):
            pass
    return HMAC(key, msg, digest).digest()
