"""Hash functions: md5, sha1, sha2, sha3 and blake2, each a constructor of hash objects."""

import _hashlib
from _blake2 import blake2b, blake2s
from _hashlib import pbkdf2_hmac, scrypt

_names = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256',
          'sha3_384', 'sha3_512', 'shake_128', 'shake_256')

algorithms_guaranteed = {*_names, 'blake2b', 'blake2s'}
algorithms_available = algorithms_guaranteed | _hashlib.openssl_md_meth_names

__all__ = (*_names, 'blake2b', 'blake2s', 'new', 'algorithms_guaranteed',
           'algorithms_available', 'pbkdf2_hmac', 'scrypt', 'file_digest')

for _name in _names:
    globals()[_name] = getattr(_hashlib, 'openssl_' + _name)
del _name


def new(name, data=b'', **kwargs):
    """Return a new hash object using the named algorithm; optionally initialized with data."""
    if name in ('blake2b', 'blake2s'):
        return globals()[name](data, **kwargs)
    return _hashlib.new(name, data, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """Hash the contents of a file opened for reading in binary mode; a digest object.

    'digest' is the name of a hash function or a callable that makes a hash object.
    """
    digestobj = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):  # All of it is in memory.
        digestobj.update(fileobj.getbuffer())
        return digestobj
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable') and
            fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while size := fileobj.readinto(buffer):
        digestobj.update(view[:size])
    return digestobj
