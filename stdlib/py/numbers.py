"""What kinds of numbers there are, as abstract classes: each is more special than the one before.

A class of numbers that inherits from one has to define the operations that are abstract in it.
"""

from abc import ABCMeta, abstractmethod

__all__ = ['Number', 'Complex', 'Real', 'Rational', 'Integral']


def _abstract(*operators):
    """Fill the class under construction with abstract methods: 'name text', or with a 2 before
    the name two for an operator, the second with the operands reversed."""
    import sys
    scope = sys._getframe(1).f_locals

    def add(name, doc, operands):
        if operands == 1:
            def method(self):
                raise NotImplementedError
        else:
            def method(self, other):
                raise NotImplementedError
        method.__name__, method.__doc__ = name, doc
        method.__qualname__ = f'{scope["__qualname__"]}.{name}'
        scope[name] = abstractmethod(method)

    for each in operators:
        name, _, sign = each.partition(' ')
        if name[0] == '2':
            add(f'__{name[1:]}__', f'self {sign} other', 2)
            add(f'__r{name[1:]}__', f'other {sign} self', 2)
        else:
            add(f'__{name}__', sign, 1)


class Number(metaclass=ABCMeta):
    """Any number."""

    __slots__ = ()
    __hash__ = None


class Complex(Number):
    """What complex can do."""

    __slots__ = ()
    _abstract('complex complex(self)', 'neg -self', 'pos +self', 'abs abs(self)', '2add +',
              '2mul *', '2truediv /', '2pow **')

    @property
    @abstractmethod
    def real(self):
        """The real part."""
        raise NotImplementedError

    @property
    @abstractmethod
    def imag(self):
        """The imaginary part."""
        raise NotImplementedError

    @abstractmethod
    def conjugate(self):
        """The same with the imaginary part negated."""
        raise NotImplementedError

    @abstractmethod
    def __eq__(self, other):
        raise NotImplementedError

    def __bool__(self):
        return self != 0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other


Complex.register(complex)


class Real(Complex):
    """What float can do besides."""

    __slots__ = ()
    _abstract('float float(self)', 'trunc Towards zero.', 'floor Down.', 'ceil Up.', '2floordiv //',
              '2mod %')

    @abstractmethod
    def __round__(self, ndigits=None):
        raise NotImplementedError

    @abstractmethod
    def __lt__(self, other):
        raise NotImplementedError

    @abstractmethod
    def __le__(self, other):
        raise NotImplementedError

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    # As a complex number.

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return +self


Real.register(float)


class Rational(Real):
    """Has a numerator and a denominator without a common divisor."""

    __slots__ = ()

    @property
    @abstractmethod
    def numerator(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def denominator(self):
        raise NotImplementedError

    def __float__(self):
        # Ints divide exactly, even where they are too large for a float.
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """What int can do besides."""

    __slots__ = ()
    _abstract('int int(self)', 'invert ~self', '2lshift <<', '2rshift >>', '2and &', '2xor ^',
              '2or |')

    @abstractmethod
    def __pow__(self, exponent, modulus=None):
        raise NotImplementedError

    def __index__(self):
        return int(self)

    # As a rational number.

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        return +self

    @property
    def denominator(self):
        return 1


Integral.register(int)
