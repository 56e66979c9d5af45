"""Random numbers that nobody can foresee: for passwords, tokens and the like."""

import base64
from hmac import compare_digest
from random import SystemRandom

__all__ = ['SystemRandom', 'choice', 'compare_digest', 'randbelow', 'randbits', 'token_bytes',
           'token_hex', 'token_urlsafe']

DEFAULT_ENTROPY = 32        # Bytes that are hard enough to guess.

_source = SystemRandom()
choice, randbits = _source.choice, _source.getrandbits


def randbelow(exclusive_upper_bound):
    """An int from 0 up to the bound, the bound not included."""
    if exclusive_upper_bound <= 0:
        raise ValueError('Upper bound must be positive.')
    return _source._randbelow(exclusive_upper_bound)


def token_bytes(nbytes=None):
    """Random bytes."""
    return _source.randbytes(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """Random bytes, as hexadecimal digits."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    """Random bytes, as text that can stand in a URL."""
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b'=').decode()
