"""Averages, measures of spread, and normal distributions.

Sums are exact: numbers are added as fractions, and the result gets the type of the data.
"""

import math
import numbers
import random
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from fractions import Fraction
from functools import reduce
from itertools import groupby, repeat
from operator import mul

__all__ = ['NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean',
           'harmonic_mean', 'linear_regression', 'mean', 'median', 'median_grouped', 'median_high',
           'median_low', 'mode', 'multimode', 'pstdev', 'pvariance', 'quantiles', 'stdev',
           'variance']


class StatisticsError(ValueError):
    """The data is too little, or not of the kind that is needed."""


# --- Exact sums ---

def _exact_ratio(x):
    """The numerator and denominator of a number; (x, None) for infinity and NaN."""
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _coerce(T, S):
    """The type of a sum of both."""
    if T is S or S is int or issubclass(S, bool) or issubclass(T, S) and T is not bool:
        return T
    if T is int or issubclass(S, T):
        return S
    if issubclass(T, int):
        return S
    if issubclass(S, int):
        return T
    if issubclass(T, Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _total(ratios):
    """The sum of the fractions in a dict {denominator: sum of numerators}."""
    if None in ratios:
        return ratios[None]     # Infinity or NaN.
    return sum([Fraction(above, below) for below, above in ratios.items()], start=Fraction(0))


def _sum(data):
    """(type, exact sum, how many)"""
    count, ratios, kinds = 0, {}, set()
    for kind, values in groupby(data, type):
        kinds.add(kind)
        for above, below in map(_exact_ratio, values):
            count += 1
            ratios[below] = ratios.get(below, 0) + above
    return reduce(_coerce, kinds, int), _total(ratios), count


def _squares(data, c=None):
    """(type, exact sum of the squares of the distances from c or the mean, that mean, how many)"""
    data = list(data)
    kind, total, count = _sum(data)
    if c is None:
        c = total / count if isinstance(total, Fraction) and count else total
    if not isinstance(total, Fraction):
        return kind, total - total, c, count        # NaN.
    if not isinstance(c, Fraction):
        c = Fraction(*_exact_ratio(c)) if _exact_ratio(c)[1] is not None else c
        if not isinstance(c, Fraction):
            return kind, c - c, c, count
    return kind, sum([(Fraction(*_exact_ratio(x)) - c) ** 2 for x in data],
                     start=Fraction(0)), c, count


def _convert(value, T):
    """The exact value as one of that type."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if issubclass(T, numbers.Number) and hasattr(T, 'from_float') or T.__name__ == 'Decimal':
            return T(value.numerator) / T(value.denominator)
        raise


def _sqrt(value, T):
    """The square root of an exact value, as one of that type."""
    if T.__name__ == 'Decimal':
        return (T(value.numerator) / T(value.denominator)).sqrt()
    above, below = value.numerator, value.denominator
    # As an integer with more bits than a float has, whose root is then exact enough to round.
    shift = max(0, (109 - above.bit_length() + below.bit_length() + 1) // 2)
    scaled = (above << 2 * shift) // below
    root = math.isqrt(scaled)
    if root * root * below != above << 2 * shift:
        root |= 1       # Somewhat more: for the rounding.
    return root / (1 << shift)


def _not_empty(count, name, least=1):
    if count < least:
        raise StatisticsError(f'{name} requires at least {"one" if least == 1 else "two"} data '
                              f'point{"" if least == 1 else "s"}')


# --- Averages ---

def mean(data):
    """The sum divided by the number."""
    kind, total, count = _sum(data)
    _not_empty(count, 'mean')
    return _convert(total / count, kind)


def fmean(data, weights=None):
    """The mean as a float, fast; with weights, some count more than others."""
    if weights is None:
        try:
            count = len(data)
        except TypeError:
            data = list(data)
            count = len(data)
        total = math.fsum(data)
        if not count:
            raise StatisticsError('fmean requires at least one data point')
        return total / count
    data, weights = list(data), list(weights)
    if len(data) != len(weights):
        raise StatisticsError('data and weights must be the same length')
    below = math.fsum(weights)
    if not below:
        raise StatisticsError('sum of weights must be non-zero')
    return math.fsum(map(mul, data, weights)) / below


def geometric_mean(data):
    """The root of the product: for ratios."""
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive '
                              'numbers') from None


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals: for speeds."""
    data, negative = list(data), 'harmonic mean does not support negative values'
    if not data:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if len(data) == 1 and weights is None:
        if not isinstance(data[0], numbers.Real) and type(data[0]).__name__ != 'Decimal':
            raise TypeError('unsupported type')
        if data[0] < 0:
            raise StatisticsError(negative)
        return data[0]
    weights = list(repeat(1, len(data))) if weights is None else list(weights)
    if len(weights) != len(data):
        raise StatisticsError('Number of weights does not match data size')
    if any(each < 0 for each in (*data, *weights)):
        raise StatisticsError(negative)
    total = _sum(weights)[1]
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    try:
        kind, below, _ = _sum([weight / value if weight else 0
                               for weight, value in zip(weights, data)])
    except ZeroDivisionError:
        return 0
    return _convert(total / below, kind)


def _sorted(data, name):
    data = sorted(data)
    if not data:
        raise StatisticsError(f'no {name} for empty data')
    return data


def median(data):
    """The one in the middle; of an even number the mean of the two there."""
    data = _sorted(data, 'median')
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """The one in the middle; of an even number the lower of the two."""
    data = _sorted(data, 'median')
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The one in the middle; of an even number the higher of the two."""
    data = _sorted(data, 'median')
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    """The middle of data that are midpoints of intervals, by how many lie in each."""
    data = _sorted(data, 'median')
    middle = data[len(data) // 2]
    below, above = bisect_left(data, middle), bisect_right(data, middle)
    try:
        interval, middle = float(interval), float(middle)
    except ValueError:
        raise TypeError('Value cannot be converted to a float')
    low = middle - interval / 2
    return low + interval * (len(data) / 2 - below) / (above - below)


def mode(data):
    """The most frequent one, of several the first."""
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError('no mode for empty data')
    return pairs[0][0]


def multimode(data):
    """All that are most frequent."""
    counts = Counter(iter(data))
    highest = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == highest]


def quantiles(data, *, n=4, method='exclusive'):
    """The n - 1 points that cut the data into n equal parts.

    'inclusive' says that the lowest and highest that there can be are in the data.
    """
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    count = len(data)
    if count < 2:
        raise StatisticsError('must have at least two data points')
    result = []
    for i in range(1, n):
        if method == 'inclusive':
            j, part = divmod(i * (count - 1), n)
            result.append((data[j] * (n - part) + data[j + 1] * part) / n)
        elif method == 'exclusive':
            j = min(max(i * (count + 1) // n, 1), count - 1)
            part = i * (count + 1) - j * n
            result.append((data[j - 1] * (n - part) + data[j] * part) / n)
    if method not in ('inclusive', 'exclusive'):
        raise ValueError(f'Unknown method: {method!r}')
    return result


# --- Spread ---

def variance(data, xbar=None):
    """The mean square of the distances from the mean, estimated from a sample."""
    kind, squares, _, count = _squares(data, xbar)
    _not_empty(count, 'variance', 2)
    return _convert(squares / (count - 1), kind)


def pvariance(data, mu=None):
    """The same for all there is."""
    kind, squares, _, count = _squares(data, mu)
    _not_empty(count, 'pvariance')
    return _convert(squares / count, kind)


def stdev(data, xbar=None):
    """The square root of the variance."""
    kind, squares, _, count = _squares(data, xbar)
    _not_empty(count, 'stdev', 2)
    return _sqrt(squares / (count - 1), kind)


def pstdev(data, mu=None):
    """The same for all there is."""
    kind, squares, _, count = _squares(data, mu)
    _not_empty(count, 'pstdev')
    return _sqrt(squares / count, kind)


# --- Two variables ---

def _pairs(x, y, name):
    x, y = list(x), list(y)
    if len(x) != len(y):
        raise StatisticsError(f'{name} requires that both inputs have same number of data points')
    if len(x) < 2:
        raise StatisticsError(f'{name} requires at least two data points')
    x_mean, y_mean = math.fsum(x) / len(x), math.fsum(y) / len(y)
    return [each - x_mean for each in x], [each - y_mean for each in y], x_mean, y_mean


def _products(x, y):
    return math.fsum(map(mul, x, y))


def covariance(x, y, /):
    """How much both vary together."""
    x, y, _, _ = _pairs(x, y, 'covariance')
    return _products(x, y) / (len(x) - 1)


def correlation(x, y, /):
    """The same from -1 to 1: how nearly one is a linear function of the other."""
    x, y, _, _ = _pairs(x, y, 'correlation')
    try:
        return _products(x, y) / math.sqrt(_products(x, x) * _products(y, y))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


LinearRegression = namedtuple('LinearRegression', 'slope intercept')


def linear_regression(x, y, /, *, proportional=False):
    """The slope and intercept of the line that fits best; through zero, if proportional."""
    x, y = list(x), list(y)
    dx, dy, x_mean, y_mean = _pairs(x, y, 'linear regression')
    if proportional:
        dx, dy = x, y
    try:
        slope = _products(dx, dy) / _products(dx, dx)
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope, 0.0 if proportional else y_mean - slope * x_mean)


# --- The normal distribution ---

# Wichura's algorithm AS241: rational functions for the middle, for the tails, and far out.
_MIDDLE = ((2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4,
            4.59219_53931_54987_1457e+4, 1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
            1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0),
           (5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4,
            2.12137_94301_58659_5867e+4, 5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
            4.23133_30701_60091_1252e+1, 1.0))
_TAIL = ((7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2,
          2.41780_72517_74506_11770e-1, 1.27045_82524_52368_38258e+0,
          3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
          4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0),
         (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4,
          1.51986_66563_61645_71966e-2, 1.48103_97642_74800_74590e-1,
          6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
          2.05319_16266_37758_82187e+0, 1.0))
_FAR = ((2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5,
         1.24266_09473_88078_43860e-3, 2.65321_89526_57612_30930e-2,
         2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
         5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0),
        (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7,
         1.84631_83175_10054_68180e-5, 7.86869_13114_56132_59100e-4,
         1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
         5.99832_20655_58879_37690e-1, 1.0))


def _rational(coefficients, r):
    values = []
    for group in coefficients:
        value = 0.0
        for each in group:
            value = value * r + each
        values.append(value)
    return values[0] / values[1]


def _normal_dist_inv_cdf(p, mu, sigma):
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        return mu + q * _rational(_MIDDLE, 0.180625 - q * q) * sigma
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    x = _rational(_TAIL, r - 1.6) if r <= 5.0 else _rational(_FAR, r - 5.0)
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """A normal distribution with its mean mu and standard deviation sigma."""

    __slots__ = {'_mu': 'The mean.', '_sigma': 'The standard deviation.'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The one that data seem to come from."""
        data = list(data)
        return cls(fmean(data), stdev(data))

    def samples(self, n, *, seed=None):
        """A list of n random values."""
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in repeat(None, n)]

    def _spread(self, name):
        if not self._sigma:
            raise StatisticsError(f'{name}() not defined when sigma is zero')
        return self._sigma

    def pdf(self, x):
        """How dense it is at x."""
        variance, distance = self._spread('pdf') ** 2, x - self._mu
        return math.exp(distance * distance / (-2.0 * variance)) / math.sqrt(math.tau * variance)

    def cdf(self, x):
        """How likely it is to be at most x."""
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._spread('cdf') * math.sqrt(2.0))))

    def inv_cdf(self, p):
        """The x for which cdf(x) is p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        if self._sigma <= 0.0:
            raise StatisticsError('cdf() not defined when sigma at or below zero')
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 points that cut it into n equally likely parts."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """What area both curves share, from 0 to 1."""
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        X, Y = sorted((self, other), key=lambda each: (each._sigma, each._mu))
        X_var, Y_var = X.variance, Y.variance
        if not X_var or not Y_var:
            raise StatisticsError('overlap() not defined when sigma is zero')
        difference, distance = Y_var - X_var, math.fabs(Y._mu - X._mu)
        if not difference:
            return 1.0 - math.erf(distance / (2.0 * X._sigma * math.sqrt(2.0)))
        # Where the curves cross.
        middle = X._mu * Y_var - Y._mu * X_var
        width = X._sigma * Y._sigma * math.sqrt(
            distance * distance + difference * math.log(Y_var / X_var))
        x1, x2 = (middle + width) / difference, (middle - width) / difference
        return 1.0 - (math.fabs(Y.cdf(x1) - X.cdf(x1)) + math.fabs(Y.cdf(x2) - X.cdf(x2)))

    def zscore(self, x):
        """How many standard deviations x is from the mean."""
        return (x - self._mu) / self._spread('zscore')

    mean = median = mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * math.fabs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / math.fabs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return (self._mu, self._sigma) == (other._mu, other._sigma)

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state
