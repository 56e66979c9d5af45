"""Keyed hashes (RFC 2104): a digest that only those who know the key can make or check."""

import warnings as _warnings

import _hashlib
from _operator import _compare_digest as compare_digest

trans_5C = bytes(x ^ 0x5C for x in range(256))
trans_36 = bytes(x ^ 0x36 for x in range(256))

digest_size = None  # Used to be that of md5.


class HMAC:
    """A keyed hash, like a hash object."""

    blocksize = 64  # Of a hash that does not tell.

    __slots__ = ('_hmac', '_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        if isinstance(digestmod, str) or callable(digestmod):
            try:
                self._init_hmac(key, msg, digestmod)
                return
            except (TypeError, _hashlib.UnsupportedDigestmodError):
                pass
        self._init_old(key, msg, digestmod)

    def _init_hmac(self, key, msg, digestmod):
        self._hmac = made = _hashlib.hmac_new(key, msg, digestmod=digestmod)
        self.digest_size, self.block_size = made.digest_size, made.block_size

    def _init_old(self, key, msg, digestmod):
        """With a hash function that is not built in."""
        if callable(digestmod):
            make = digestmod
        elif isinstance(digestmod, str):
            import hashlib

            def make(data=b''):
                return hashlib.new(digestmod, data)
        else:
            make = digestmod.new
        self._hmac, self._inner, self._outer = None, make(), make()
        self.digest_size = self._outer.digest_size
        blocksize = self.blocksize
        if hasattr(self._inner, 'block_size'):
            blocksize = self._inner.block_size
            if blocksize < 16:
                _warnings.warn('block_size of %d seems too small; using our default of %d.' %
                               (blocksize, self.blocksize), RuntimeWarning, 2)
                blocksize = self.blocksize
        else:
            _warnings.warn('No block_size attribute on given digest object; Assuming %d.' %
                           self.blocksize, RuntimeWarning, 2)
        if len(key) > blocksize:
            key = make(key).digest()
        self.block_size = blocksize
        key = key.ljust(blocksize, b'\0')
        for part, masked in ((self._outer, trans_5C), (self._inner, trans_36)):
            part.update(key.translate(masked))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return self._hmac.name if self._hmac else f'hmac-{self._inner.name}'

    def update(self, msg):
        """Go on with more of the message."""
        (self._hmac or self._inner).update(msg)

    def copy(self):
        """Another one that goes on by itself."""
        other = object.__new__(type(self))
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        if self._hmac:
            other._hmac = self._hmac.copy()
            other._inner = other._outer = None
        else:
            other._hmac = None
            other._inner = self._inner.copy()
            other._outer = self._outer.copy()
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
