"""Random numbers, by the Mersenne Twister: the same ones as CPython's for the same seed."""

import os as _os
from _collections_abc import Sequence as _Sequence
from bisect import bisect as _bisect
from itertools import accumulate as _accumulate
from math import (acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp, floor as _floor,
                  isfinite as _isfinite, log as _log, pi as _pi, sin as _sin, sqrt as _sqrt,
                  tau as TWOPI)
from operator import index as _index
from os import urandom as _urandom
from warnings import warn as _warn

import _random

__all__ = [
    'Random', 'SystemRandom', 'betavariate', 'choice', 'choices', 'expovariate', 'gammavariate',
    'gauss', 'getrandbits', 'getstate', 'lognormvariate', 'normalvariate', 'paretovariate',
    'randbytes', 'randint', 'random', 'randrange', 'sample', 'seed', 'setstate', 'shuffle',
    'triangular', 'uniform', 'vonmisesvariate', 'weibullvariate',
]

NV_MAGICCONST = _exp(-0.5) * 4 / _sqrt(2.0)
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
BPF = 53  # Number of bits in a float
RECIP_BPF = 2 ** -BPF
_ONE = 1


def _sha512(data):
    try:
        from _sha512 import sha512
    except ImportError:
        from hashlib import sha512
    return sha512(data)


def _hash_text(text):
    """The seed of version 1: how strings were hashed long ago."""
    if isinstance(text, bytes):
        text = text.decode('latin-1')
    n = ord(text[0]) << 7 if text else 0
    for c in map(ord, text):
        n = (1000003 * n ^ c) & 0xFFFFFFFFFFFFFFFF
    n ^= len(text)
    return -2 if n == -1 else n


def _integer_argument(value, name):
    try:
        return _index(value)
    except TypeError:
        n = int(value)
        if n != value:
            _warn('randrange() will raise TypeError in the future', DeprecationWarning, 3)
            raise ValueError(f'non-integer {name} for randrange()')
        _warn('non-integer arguments to randrange() have been deprecated since Python 3.10 and '
              'will be removed in a subsequent version', DeprecationWarning, 3)
        return n


class Random(_random.Random):
    """A generator of its own. The functions of the module are the methods of one.

    A subclass may bring its own random(), and getrandbits() for large ranges, seed(), getstate()
    and setstate().
    """

    VERSION = 3  # used by getstate/setstate

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        """Begin anew: from the bits of an int, a hash of a float, a str or bytes; or at random.

        Version 1 hashes text as long ago.
        """
        is_text = isinstance(a, (str, bytes, bytearray))
        if is_text and version == 1 and not isinstance(a, bytearray):
            a = _hash_text(a)
        elif is_text and version == 2:
            data = a.encode() if isinstance(a, str) else a
            a = int.from_bytes(data + _sha512(data).digest(), 'big')
        elif not (a is None or is_text or isinstance(a, (int, float))):
            raise TypeError('The only supported seed types are: None,\nint, float, str, bytes, '
                            'and bytearray.')
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        """All there is to know of it, for setstate()."""
        words = super().getstate()
        return self.VERSION, words, self.gauss_next

    def setstate(self, state):
        """Go on as from when getstate() gave this."""
        version = state[0]
        if version not in (2, 3):
            raise ValueError('state with version %s passed to '
                             'Random.setstate() of version %s' % (version, self.VERSION))
        version, words, self.gauss_next = state
        if version == 2:  # They were signed then.
            try:
                words = tuple(x % 2 ** 32 for x in words)
            except ValueError as e:
                raise TypeError from e
        super().setstate(words)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return type(self), (), self.getstate()

    # --- Integers ---

    def __init_subclass__(cls, /, **kwargs):
        """A subclass that overrides random() but not getrandbits() draws integers from random()."""
        ways = {'getrandbits': Random._by_bits, 'random': Random._by_random}
        for base in cls.__mro__:
            if '_randbelow' in base.__dict__:
                break
            names = [name for name in ways if name in base.__dict__]
            if names:
                cls._randbelow = ways[names[0]]
                break

    def _by_bits(self, n):
        """An int from 0 up to n, n not included."""
        getrandbits = self.getrandbits
        bits = n.bit_length()
        r = getrandbits(bits)
        while r >= n:
            r = getrandbits(bits)
        return r

    def _by_random(self, n, maxsize=1 << BPF):
        """The same, drawn from random() alone."""
        random = self.random
        if n >= maxsize:
            _warn('Underlying random() generator does not supply \n'
                  'enough bits to choose from a population range this large.\n'
                  'To remove the range limitation, add a getrandbits() method.')
            return _floor(random() * n)
        limit = (maxsize - maxsize % n) / maxsize
        r = random()
        while r >= limit:
            r = random()
        return _floor(r * maxsize) % n

    _randbelow = _by_bits
    _randbelow_with_getrandbits, _randbelow_without_getrandbits = _by_bits, _by_random

    def randbytes(self, n):
        """As many random bytes."""
        bits = self.getrandbits(8 * n)
        return bits.to_bytes(n, 'little')

    def randrange(self, start, stop=None, step=_ONE):
        """One of range(start, stop, step), however large."""
        first = _integer_argument(start, 'arg 1')
        if stop is None:
            if step is not _ONE:
                raise TypeError('Missing a non-None stop argument')
            if first > 0:
                return self._randbelow(first)
            raise ValueError('empty range for randrange()')
        last = _integer_argument(stop, 'stop')
        width = last - first
        stride = _integer_argument(step, 'step')
        if stride == 1:
            if width > 0:
                return first + self._randbelow(width)
            raise ValueError('empty range for randrange() (%d, %d, %d)' % (first, last, width))
        if stride == 0:
            raise ValueError('zero step for randrange()')
        count = (width + stride + (-1 if stride > 0 else 1)) // stride
        if count <= 0:
            raise ValueError('empty range for randrange()')
        return first + stride * self._randbelow(count)

    def randint(self, a, b):
        """One of the ints from a to b, both included."""
        return self.randrange(a, b + 1)

    # --- Sequences ---

    def choice(self, seq):
        """One of the items."""
        count = len(seq)
        if not count:
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(count)]

    def shuffle(self, x):
        """Bring the list into a random order."""
        randbelow = self._randbelow
        for i in range(len(x) - 1, 0, -1):
            j = randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        """A list of k items from different places.

        With counts, as if each item stood there that often. A range() can be huge.
        """
        if not isinstance(population, _Sequence):
            raise TypeError('Population must be a sequence.  '
                            'For dicts or sets, use sorted(d).')
        n = len(population)
        if counts is not None:
            return self._sample_counted(population, n, k, list(_accumulate(counts)))
        if not 0 <= k <= n:
            raise ValueError('Sample larger than population or is negative')
        # A copy of the population takes about as much memory as a small set does of `limit` items:
        # from there on it is better to remember what was selected.
        limit = 21
        if k > 5:
            limit += 4 ** _ceil(_log(k * 3, 4))
        randbelow = self._randbelow
        if n <= limit:
            pool = list(population)
            result = []
            for left in range(n, n - k, -1):
                j = randbelow(left)
                result.append(pool[j])
                pool[j] = pool[left - 1]  # What was not selected moves into the gap.
            return result
        selected = {}
        while len(selected) < k:
            selected[randbelow(n)] = None
        return [population[j] for j in selected]

    def _sample_counted(self, population, n, k, totals):
        if len(totals) != n:
            raise ValueError('The number of counts does not match the population')
        total = totals.pop()
        if not isinstance(total, int):
            raise TypeError('Counts must be integers')
        if total <= 0:
            raise ValueError('Total of counts must be greater than zero')
        return [population[_bisect(totals, s)] for s in self.sample(range(total), k=k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """A list of k items, where one may come repeatedly.

        The weights say how likely each is; cum_weights are their sums from the left.
        """
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0  # Once, rather than at each multiplication.
                return [population[_floor(random() * n)] for _ in range(_index(k))]
            try:
                cum_weights = list(_accumulate(weights))
            except TypeError:
                if not isinstance(weights, int):
                    raise
                k = weights
                raise TypeError(
                    f'The number of choices must be a keyword argument: {k=}') from None
        elif weights is not None:
            raise TypeError('Cannot specify both weights and cumulative weights')
        if len(cum_weights) != n:
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        if not _isfinite(total):
            raise ValueError('Total of weights must be finite')
        last = n - 1
        return [population[_bisect(cum_weights, random() * total, 0, last)]
                for _ in range(_index(k))]

    # --- Real-valued distributions ---

    def uniform(self, a, b):
        """A number between a and b."""
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        """Between low and high, most likely near the mode, by default the middle."""
        u = self.random()
        try:
            c = (mode - low) / (high - low) if mode is not None else 0.5
        except ZeroDivisionError:
            return low
        if u > c:
            u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * _sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        """Normal distribution: its mean and standard deviation."""
        # Ratio of uniform deviates (Kinderman and Monahan, 1977).
        random = self.random
        while True:
            u1 = random()
            u2 = 1.0 - random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        """The same, faster, but threads must not share it without a lock."""
        # Two at a time: the cosine now, the sine at the next call (Box and Muller).
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = self.random() * TWOPI
            radius = _sqrt(-2.0 * _log(1.0 - self.random()))
            z = _cos(angle) * radius
            self.gauss_next = _sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        """The logarithm of this is normally distributed."""
        z = self.normalvariate(mu, sigma)
        return _exp(z)

    def expovariate(self, lambd):
        """Exponential distribution with the mean 1 / lambd."""
        u = 1.0 - self.random()
        return -_log(u) / lambd

    def vonmisesvariate(self, mu, kappa):
        """A direction in radians around mu; the higher kappa, the nearer."""
        # N. I. Fisher, "Statistical Analysis of Circular Data" (1993).
        random = self.random
        if kappa <= 1e-6:
            return TWOPI * random()
        s = 0.5 / kappa
        r = s + _sqrt(1.0 + s * s)
        while True:
            z = _cos(_pi * random())
            d = z / (r + z)
            u = random()
            if u < 1.0 - d * d or u <= (1.0 - d) * _exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        if random() > 0.5:
            return (mu + _acos(f)) % TWOPI
        return (mu - _acos(f)) % TWOPI

    def gammavariate(self, alpha, beta):
        """Gamma distribution: alpha is its shape, beta its scale."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        if alpha == 1.0:
            return -_log(1.0 - self.random()) * beta
        draw = self._gamma_above_one if alpha > 1.0 else self._gamma_below_one
        return draw(alpha) * beta

    def _gamma_above_one(self, alpha):
        # R. C. H. Cheng, "The generation of Gamma variables with non-integral shape parameters"
        # (1977).
        random = self.random
        ainv = _sqrt(2.0 * alpha - 1.0)
        bbb = alpha - LOG4
        ccc = alpha + ainv
        while True:
            u1 = random()
            if not 1e-7 < u1 < 0.9999999:
                continue
            u2 = 1.0 - random()
            v = _log(u1 / (1.0 - u1)) / ainv
            x = alpha * _exp(v)
            z = u1 * u1 * u2
            r = bbb + ccc * v - x
            if r >= _log(z) or r + SG_MAGICCONST - 4.5 * z >= 0.0:
                return x

    def _gamma_below_one(self, alpha):
        # Algorithm GS of Statistical Computing, by Kennedy and Gentle.
        random = self.random
        b = (_e + alpha) / _e
        while True:
            p = b * random()
            if p <= 1.0:
                x = p ** (1.0 / alpha)
                accept = _exp(-x)
            else:
                x = -_log((b - p) / alpha)
                accept = x ** (alpha - 1.0)
            if random() <= accept:
                return x

    def betavariate(self, alpha, beta):
        """Beta distribution, between 0 and 1."""
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0

    def paretovariate(self, alpha):
        """Pareto distribution: alpha is its shape."""
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        """Weibull distribution: alpha is its scale, beta its shape."""
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)


class SystemRandom(Random):
    """Takes its numbers from the operating system: they can't be repeated or foreseen."""

    def random(self):
        return (int.from_bytes(_urandom(7), 'big') >> 3) * RECIP_BPF

    def getrandbits(self, k):
        if k < 0:
            raise ValueError('number of bits must be non-negative')
        count = (k + 7) // 8
        return int.from_bytes(_urandom(count), 'big') >> count * 8 - k

    def randbytes(self, n):
        return _urandom(n)

    def seed(self, *args, **kwds):
        """There is nothing to seed."""
        return None

    def getstate(self, *args):
        raise NotImplementedError('System entropy source does not have state.')

    setstate = getstate


_inst = Random()
globals().update({name: getattr(_inst, name) for name in __all__ if not name[0].isupper()})

if hasattr(_os, 'register_at_fork'):
    _os.register_at_fork(after_in_child=_inst.seed)
