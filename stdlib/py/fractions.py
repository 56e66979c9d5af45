"""Rational numbers: a numerator and a denominator, of any size, always in lowest terms."""

import functools
import math
import operator
import sys
from numbers import Complex, Integral, Rational, Real

__all__ = ['Fraction']

_MODULUS, _HASH_OF_INF = sys.hash_info.modulus, sys.hash_info.inf


@functools.lru_cache(maxsize=1 << 14)
def _hash_of(numerator, denominator):
    """What an equal int, float or Decimal hashes to."""
    try:
        size = hash(hash(abs(numerator)) * pow(denominator, -1, _MODULUS))
    except ValueError:      # The denominator has no inverse.
        size = _HASH_OF_INF
    return hash(size if numerator >= 0 else -size)


@functools.cache
def _pattern():
    from re import compile
    digits = r'\d+(?:_\d+)*'
    return compile(rf'\s*([-+]?)(?=\.?\d)({digits})?(?:/({digits})|(?:\.({digits})?)?'
                   rf'(?:[eE]([-+]?{digits}))?)\s*')


def _from_text(text):
    """(numerator, denominator) of '3/4', '-1.25e3' and the like."""
    match = _pattern().fullmatch(text)
    if match is None:
        raise ValueError(f'Invalid literal for Fraction: {text!r}')
    sign, whole, below, places, exponent = (group or '' for group in match.groups())
    places = places.replace('_', '')
    power = int(exponent or 0) - len(places)
    number = int(whole.replace('_', '') + places) * 10 ** max(power, 0)
    return -number if sign == '-' else number, int(below or 1) * 10 ** max(-power, 0)


def _is_decimal(value):
    decimal = sys.modules.get('decimal')
    return decimal is not None and isinstance(value, decimal.Decimal)


def _reduced(numerator, denominator):
    """The Fraction of two numbers without a common divisor, the second above zero."""
    return Fraction(numerator, denominator, _normalize=False)


# --- What the operators do with two rational numbers ---
# Common divisors are taken out before numbers grow (Knuth, section 4.5.1).

def _sum(na, da, nb, db):
    shared = math.gcd(da, db)
    if shared == 1:
        return _reduced(na * db + nb * da, da * db)
    rest = da // shared
    total = na * (db // shared) + nb * rest
    again = math.gcd(total, shared)
    return _reduced(total // again, rest * (db // again))


def _add(a, b):
    return _sum(a.numerator, a.denominator, b.numerator, b.denominator)


def _sub(a, b):
    return _sum(a.numerator, a.denominator, -b.numerator, b.denominator)


def _product(na, da, nb, db):
    left, right = math.gcd(na, db), math.gcd(nb, da)
    numerator = (na // left) * (nb // right)
    denominator = (da // right) * (db // left)
    sign = 1 if denominator > 0 else -1
    return _reduced(sign * numerator, sign * denominator)


def _mul(a, b):
    return _product(a.numerator, a.denominator, b.numerator, b.denominator)


def _truediv(a, b):
    if b.numerator == 0:
        raise ZeroDivisionError(f'Fraction({a.numerator * b.denominator}, 0)')
    return _product(a.numerator, a.denominator, b.denominator, b.numerator)


def _crossed(a, b):
    """Two ints with the ratio of the numbers, and what they were both multiplied with."""
    da, db = a.denominator, b.denominator
    return a.numerator * db, b.numerator * da, da * db


def _floordiv(a, b):
    x, y, _ = _crossed(a, b)
    return x // y


def _mod(a, b):
    x, y, scale = _crossed(a, b)
    return Fraction(x % y, scale)


def _divmod(a, b):
    x, y, scale = _crossed(a, b)
    quotient, rest = divmod(x, y)
    return quotient, Fraction(rest, scale)


def _operator(name, exact, inexact):
    """The two methods of an operator: `exact` for rational operands, else that of the numbers."""
    def forward(a, b):
        if isinstance(b, (int, Fraction)):
            return exact(a, b)
        for kind in (float, complex):
            if isinstance(b, kind):
                return inexact(kind(a), b)
        return NotImplemented

    def reverse(b, a):
        if isinstance(a, Rational):
            return exact(a, b)
        for kind, plain in ((Real, float), (Complex, complex)):
            if isinstance(a, kind):
                return inexact(plain(a), plain(b))
        return NotImplemented

    forward.__name__, reverse.__name__ = f'__{name}__', f'__r{name}__'
    return forward, reverse


def _comparison(name):
    compare = getattr(operator, name)

    def method(a, b):
        if isinstance(b, Rational):
            return compare(a._numerator * b.denominator, a._denominator * b.numerator)
        if isinstance(b, float):
            return compare(a, Fraction(b)) if math.isfinite(b) else compare(0.0, b)
        return NotImplemented
    method.__name__ = f'__{name}__'
    return method


class Fraction(Rational):
    """A rational number: Fraction(8, 6) is 4/3.

    So are Fraction('4/3') and Fraction(Fraction(4, 3)). Both arguments may be any rational numbers;
    a single one may be a float, a Decimal or text like '-1.25e3' as well.
    """

    __slots__ = '_numerator', '_denominator'

    def __new__(cls, numerator=0, denominator=None, *, _normalize=True):
        if denominator is None:
            _normalize = isinstance(numerator, str)
            numerator, denominator = cls._read(numerator)
        elif not (type(numerator) is type(denominator) is int):
            if not (isinstance(numerator, Rational) and isinstance(denominator, Rational)):
                raise TypeError('both arguments should be Rational instances')
            numerator, denominator, _ = _crossed(numerator, denominator)
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        if _normalize:
            divisor = math.gcd(numerator, denominator)
            if denominator < 0:
                divisor = -divisor
            numerator, denominator = numerator // divisor, denominator // divisor
        self = super().__new__(cls)
        self._numerator, self._denominator = numerator, denominator
        return self

    @staticmethod
    def _read(value):
        """The two parts of what may be a single argument."""
        if isinstance(value, Rational):
            return value.numerator, value.denominator
        if isinstance(value, float) or _is_decimal(value):
            return value.as_integer_ratio()
        if isinstance(value, str):
            return _from_text(value)
        raise TypeError('argument should be a string or a Rational instance')

    @classmethod
    def from_float(cls, f):
        """What the float stands for, exactly."""
        if not isinstance(f, (float, Integral)):
            raise TypeError(f'{cls.__name__}.from_float() only takes floats, '
                            f'not {f!r} ({type(f).__name__})')
        return cls(f)

    @classmethod
    def from_decimal(cls, dec):
        """What the Decimal stands for, exactly."""
        if not (isinstance(dec, Integral) or _is_decimal(dec)):
            raise TypeError(f'{cls.__name__}.from_decimal() only takes Decimals, '
                            f'not {dec!r} ({type(dec).__name__})')
        return cls(dec)

    def as_integer_ratio(self):
        """The numerator and the denominator."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is no larger than that."""
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Along the convergents of the continued fraction; the answer is the last that fits, or the
        # best of those between it and the next.
        rest, divisor = self.as_integer_ratio()
        before, last = (0, 1), (1, 0)
        while True:
            term = rest // divisor
            following = before[0] + term * last[0], before[1] + term * last[1]
            if following[1] > max_denominator:
                break
            before, last = last, following
            rest, divisor = divisor, rest - term * divisor
        steps = (max_denominator - before[1]) // last[1]
        between = before[0] + steps * last[0], before[1] + steps * last[1]
        return _reduced(*(last if 2 * divisor * between[1] <= self._denominator else between))

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)

    def __repr__(self):
        return f'{type(self).__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        below = '' if self._denominator == 1 else f'/{self._denominator}'
        return f'{self._numerator}{below}'

    __add__, __radd__ = _operator('add', _add, operator.add)
    __sub__, __rsub__ = _operator('sub', _sub, operator.sub)
    __mul__, __rmul__ = _operator('mul', _mul, operator.mul)
    __truediv__, __rtruediv__ = _operator('truediv', _truediv, operator.truediv)
    __floordiv__, __rfloordiv__ = _operator('floordiv', _floordiv, operator.floordiv)
    __mod__, __rmod__ = _operator('mod', _mod, operator.mod)
    __divmod__, __rdivmod__ = _operator('divmod', _divmod, divmod)

    def __pow__(a, b):
        """Rational for a whole b, else a float or complex."""
        if not isinstance(b, Rational):
            return float(a) ** b
        if b.denominator != 1:
            return float(a) ** float(b)
        power = abs(b.numerator)
        above, below = a._numerator ** power, a._denominator ** power
        if b >= 0:
            return _reduced(above, below)
        if above == 0:
            raise ZeroDivisionError(f'Fraction({below}, 0)')
        return _reduced(below, above) if above > 0 else _reduced(-below, -above)

    def __rpow__(b, a):
        whole = b._denominator == 1
        if isinstance(a, Rational) and not (whole and b._numerator >= 0):
            return Fraction(a) ** b
        return a ** (b._numerator if whole else float(b))

    def __pos__(self):
        return _reduced(self._numerator, self._denominator)

    def __neg__(self):
        return _reduced(-self._numerator, self._denominator)

    def __abs__(self):
        return _reduced(abs(self._numerator), self._denominator)

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __trunc__(self):
        return self.__floor__() if self._numerator > 0 else self.__ceil__()

    def __int__(self):
        return operator.index(self.__trunc__())

    def __round__(self, ndigits=None):
        """Round, a half to the even neighbour."""
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            excess = 2 * rest - self._denominator
            return whole + (excess > 0 or excess == 0 and whole % 2)
        scale = Fraction(10) ** ndigits
        return Fraction(round(self * scale) / scale)

    def __hash__(self):
        return _hash_of(self._numerator, self._denominator)

    def __eq__(a, b):
        if isinstance(b, Rational):
            return (a._numerator, a._denominator) == (b.numerator, b.denominator)
        if isinstance(b, Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return math.isfinite(b) and a == Fraction(b)
        return NotImplemented

    __lt__, __le__, __gt__, __ge__ = map(_comparison, ('lt', 'le', 'gt', 'ge'))

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else type(self)(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
