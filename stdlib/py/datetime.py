"""Dates and times: date, time, datetime, timedelta, and time zones.

The calendar is the Gregorian one, at all times. Days count from the first of January of the year 1,
which is day 1. A datetime is naive, or knows its time zone: then comparing and subtracting go by
UTC.
"""

import _strptime
import math
import operator
import time as _time

__all__ = ('MAXYEAR', 'MINYEAR', 'UTC', 'date', 'datetime', 'time', 'timedelta', 'timezone',
           'tzinfo')

MINYEAR, MAXYEAR = 1, 9999
_MAXORDINAL = 3652059           # 9999-12-31
_DAYS_BEFORE_MONTH = (None, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
_WEEKDAYS = 'Mon Tue Wed Thu Fri Sat Sun'.split()


# --- The calendar ---

def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    if month == 2:
        return 28 + _is_leap(year)
    return 30 + (month + month // 8) % 2


def _days_before_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(ordinal):
    """The year, month and day of a day's number."""
    # Cycles of 400, 100, 4 and 1 years. The last day of a longer cycle is one more than the shorter
    # ones have, and belongs to the last of them.
    days = ordinal - 1
    cycles400, days = divmod(days, 146097)
    cycles100, days = divmod(days, 36524)
    cycles4, days = divmod(days, 1461)
    years, days = divmod(days, 365)
    year = cycles400 * 400 + cycles100 * 100 + cycles4 * 4 + years + 1
    if years == 4 or cycles100 == 4:
        return year - 1, 12, 31
    month = min(days // 29 + 1, 12)         # Not too early; now back to where the day belongs.
    while _days_before_month(year, month) > days:
        month -= 1
    return year, month, days - _days_before_month(year, month) + 1


def _iso_week1_monday(year):
    """The number of the Monday of the week with the year's first Thursday."""
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _iso_to_ordinal(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'Year is out of range: {year}')
    if not 0 < week < 53:
        following = _iso_week1_monday(year + 1) - _iso_week1_monday(year)
        if week != 53 or following != 53 * 7:
            raise ValueError(f'Invalid week: {week}')
    if not 0 < day < 8:
        raise ValueError(f'Invalid weekday: {day} (range is [1, 7])')
    return _iso_week1_monday(year) + (week - 1) * 7 + day - 1


def _check_range(name, value, low, high):
    value = operator.index(value)
    if not low <= value <= high:
        raise ValueError(f'{name} must be in {low}..{high}')
    return value


def _check_date(year, month, day):
    year = operator.index(year)
    month = operator.index(month)
    day = operator.index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    values = (_check_range('hour', hour, 0, 23), _check_range('minute', minute, 0, 59),
              _check_range('second', second, 0, 59),
              _check_range('microsecond', microsecond, 0, 999999))
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return values


def _is_state(value, size, place, high):
    """Is it what pickle keeps of such an object? It begins a constructor's arguments then. The byte
    at `place` is at most `high`, but for the bit of fold."""
    if not isinstance(value, (bytes, str)) or len(value) != size:
        return False
    byte = value[place] if isinstance(value, bytes) else ord(value[place])
    return (byte & 127) <= high and (byte & 127 or place == 0)


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError('tzinfo argument must be None or of a tzinfo subclass, '
                        f"not type '{type(tz).__name__}'")


def _check_offset(name, offset):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f'tzinfo.{name}() must return None or a timedelta, '
                        f'not {type(offset).__name__!r}')
    if abs(offset) >= timedelta(1):
        raise ValueError(f'offset must be a timedelta strictly between -timedelta(hours=24) and '
                         f'timedelta(hours=24), not {offset!r}.')


# --- Text ---

def _full_name(value):
    """The name of the value's type, with the module if it is this one."""
    kind = type(value)
    return f'datetime.{kind.__name__}' if kind.__module__ == __name__ else kind.__name__


def _offset_text(offset, colon=':'):
    """+hh:mm, with seconds if it has any."""
    if offset is None:
        return ''
    sign = '-' if offset.days < 0 else '+'
    offset = abs(offset)
    minutes, seconds = divmod(offset.seconds, 60)
    text = f'{sign}{minutes // 60:02}{colon}{minutes % 60:02}'
    if seconds or offset.microseconds:
        text += f'{colon}{seconds:02}'
        if offset.microseconds:
            text += f'.{offset.microseconds:06}'
    return text


_TIME_FORMS = {'hours': '{:02}', 'minutes': '{:02}:{:02}', 'seconds': '{:02}:{:02}:{:02}',
               'milliseconds': '{:02}:{:02}:{:02}.{:03}', 'microseconds': '{:02}:{:02}:{:02}.{:06}'}


def _time_text(hour, minute, second, microsecond, timespec='auto'):
    if timespec == 'auto':
        timespec = 'microseconds' if microsecond else 'seconds'
    elif timespec == 'milliseconds':
        microsecond //= 1000
    if timespec not in _TIME_FORMS:
        raise ValueError('Unknown timespec value')
    return _TIME_FORMS[timespec].format(hour, minute, second, microsecond)


def _strftime(value, format, timetuple):
    """time.strftime(), and the directives that only these types know."""
    if not isinstance(format, str):
        raise TypeError(f'strftime() argument 1 must be str, not {type(format).__name__}')
    parts, at = [], 0
    while (start := format.find('%', at)) >= 0:
        parts.append(format[at:start])
        directive = format[start:start + 2]
        at = start + len(directive)
        if directive == '%f':
            directive = f'{getattr(value, "microsecond", 0):06}'
        elif directive == '%z':
            offset = value.utcoffset() if hasattr(value, 'utcoffset') else None
            directive = _offset_text(offset, '')
        elif directive == '%Z':
            name = value.tzname() if hasattr(value, 'tzname') else None
            directive = (name or '').replace('%', '%%')
        parts.append(directive)
    parts.append(format[at:])
    return _time.strftime(''.join(parts), timetuple)


def _number(text, start, end):
    part = text[start:end]
    if len(part) != end - start or not (part.isascii() and part.isdigit()):
        raise ValueError(f'Invalid isoformat string: {text!r}')
    return int(part)


def _parse_date(text):
    """The year, month and day of YYYY-MM-DD, YYYYMMDD, YYYY-Www[-d] or YYYYWww[d]."""
    year = _number(text, 0, 4)
    dash = text[4:5] == '-'
    at = 4 + dash
    if text[at:at + 1] == 'W':
        week, day = _number(text, at + 1, at + 3), 1
        at += 3
        if len(text) > at:
            if (text[at] == '-') != dash or len(text) != at + dash + 1:
                raise ValueError(f'Invalid isoformat string: {text!r}')
            day = _number(text, at + dash, at + dash + 1)
        return _ord2ymd(_iso_to_ordinal(year, week, day))
    month = _number(text, at, at + 2)
    at += 2
    if (text[at:at + 1] == '-') != dash or len(text) != at + dash + 2:
        raise ValueError(f'Invalid isoformat string: {text!r}')
    return year, month, _number(text, at + dash, at + dash + 2)


def _date_end(text):
    """Where the date ends in a text with date and time."""
    if text[4:5] == '-':
        if text[5:6] != 'W':
            return 10
        # YYYY-Www or YYYY-Www-d
        return 10 if text[8:9] == '-' and len(text) > 9 and text[9].isdigit() and (
            len(text) == 10 or not text[10].isdigit()) else 8
    if text[4:5] != 'W':
        return 8
    # YYYYWww or YYYYWwwd: the separator may be a digit itself; times have an even number of them.
    digits = 7
    while digits < len(text) and text[digits].isdigit():
        digits += 1
    if digits < 9:
        return digits
    return 7 if digits % 2 == 0 else 8


def _parse_clock(text):
    """The hour, minute, second and microsecond of hh[:mm[:ss[.ffffff]]], with or without colons."""
    main, mark, fraction = text.replace(',', '.').partition('.')
    if mark and not (fraction.isascii() and fraction.isdigit()):
        raise ValueError('Invalid microsecond component')
    colon = main[2:3] == ':'
    parts = main.split(':') if colon else [main[i:i + 2] for i in range(0, len(main), 2)]
    if not 1 <= len(parts) <= 3 or any(len(part) != 2 for part in parts) or mark and len(parts) < 3:
        raise ValueError('Invalid time separator' if colon else 'Isoformat time too short')
    values = [_number(part, 0, 2) for part in parts]
    return *values, *(0,) * (3 - len(values)), int((fraction + '000000')[:6]) if fraction else 0


def _parse_time(text):
    """The values of a time with an optional zone."""
    place = max(text.find('+'), text.find('-'), text.find('Z'))
    if place < 0:
        return *_parse_clock(text), None
    clock, sign, zone = text[:place], text[place], text[place + 1:]
    if sign == 'Z':
        if zone:
            raise ValueError('Malformed time zone string')
        return *_parse_clock(clock), timezone.utc
    if len(zone) in (0, 1, 3):
        raise ValueError('Malformed time zone string')
    hours, minutes, seconds, microseconds = _parse_clock(zone)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
    zone = timezone.utc if not offset else timezone(-offset if sign == '-' else offset)
    return *_parse_clock(clock), zone


def _divide_and_round(a, b):
    """a / b as an int, a half to the even neighbour."""
    quotient, rest = divmod(a, b)
    excess = 2 * rest - b if b > 0 else b - 2 * rest
    return quotient + (excess > 0 or excess == 0 and quotient % 2)


def _compared(name):
    """A comparison by the two methods _comparable(other) and _key(): NotImplemented, if the first
    says that there is none."""
    compare = getattr(operator, name)

    def method(self, other):
        keys = self._keys(other, compare)
        return keys if keys is NotImplemented else compare(*keys)
    method.__name__ = f'__{name}__'
    return method


# --- Durations ---

class timedelta:
    """A duration: days, seconds and microseconds, of which only the days may be negative."""

    __slots__ = '_days', '_seconds', '_microseconds', '_hash'

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                weeks=0):
        total, rest = 0, 0.0        # In microseconds; the second has fractions of floats.
        for value, unit in ((days, 86400000000), (seconds, 1000000), (microseconds, 1),
                            (milliseconds, 1000), (minutes, 60000000), (hours, 3600000000),
                            (weeks, 604800000000)):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                fraction, whole = math.modf(value)
                total += int(whole) * unit
                fraction, whole = math.modf(fraction * unit)
                total += int(whole)
                rest += fraction
            else:
                raise TypeError(f'unsupported type for timedelta component: {type(value).__name__}')
        whole = round(rest)
        if abs(whole - rest) == 0.5 and (total + whole) % 2:
            whole += 1 if rest > whole else -1      # A half goes to the even neighbour.
        return cls._of(total + whole)

    @classmethod
    def _of(cls, microseconds):
        days, microseconds = divmod(microseconds, 86400000000)
        if not -2147483648 <= days < 2147483648:
            raise OverflowError('Python int too large to convert to C int')
        if not -999999999 <= days <= 999999999:
            raise OverflowError(f'days={days}; must have magnitude <= 999999999')
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(microseconds, 1000000)
        self._hash = -1
        return self

    days = property(lambda self: self._days, doc='Days.')
    seconds = property(lambda self: self._seconds, doc='Seconds, from 0 to 86399.')
    microseconds = property(lambda self: self._microseconds, doc='Microseconds, below a million.')

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    _to_microseconds = _total

    def total_seconds(self):
        """All of it in seconds."""
        return self._total() / 1000000

    def __repr__(self):
        parts = [f'{name}={getattr(self, name)}' for name in ('days', 'seconds', 'microseconds')
                 if getattr(self, name)]
        return f'{type(self).__module__}.{type(self).__qualname__}({", ".join(parts) or "0"})'

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        text = f'{minutes // 60}:{minutes % 60:02}:{seconds:02}'
        if self._days:
            text = f'{self._days} day{"" if abs(self._days) == 1 else "s"}, {text}'
        return text + (f'.{self._microseconds:06}' if self._microseconds else '')

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() + other._total())

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() - other._total())

    def __rsub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return other - self

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return timedelta._of(self._total())

    def __abs__(self):
        return timedelta._of(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            above, below = other.as_integer_ratio()
            return timedelta._of(_divide_and_round(self._total() * above, below))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide_and_round(self._total(), other))
        if isinstance(other, float):
            above, below = other.as_integer_ratio()
            return timedelta._of(_divide_and_round(self._total() * below, above))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        return timedelta._of(self._total() // other) if isinstance(other, int) else NotImplemented

    def __mod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() % other._total())

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self // other, self % other

    def _keys(self, other, compare):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total(), other._total()

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ('eq', 'lt', 'le', 'gt', 'ge'))

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash((self._days, self._seconds, self._microseconds))
        return self._hash

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return type(self), (self._days, self._seconds, self._microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


# --- Dates ---

class IsoCalendarDate(tuple):
    """What isocalendar() gives: the year, the week and the weekday, from 1 for Monday."""

    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return super().__new__(cls, (year, week, weekday))

    year, week, weekday = (property(operator.itemgetter(index)) for index in range(3))

    def __repr__(self):
        return f'{_full_name(self)}(year={self[0]}, week={self[1]}, weekday={self[2]})'

    def __reduce__(self):
        return tuple, (tuple(self),)


class date:
    """A day of the calendar."""

    __slots__ = '_year', '_month', '_day', '_hash'

    def __new__(cls, year, month=None, day=None):
        if month is None and _is_state(year, 4, 2, 12):
            state = year.encode('latin1') if isinstance(year, str) else year
            year, month, day = state[0] * 256 + state[1], state[2], state[3]
        elif month is None or day is None:
            missing = ('month', 2) if month is None else ('day', 3)
            raise TypeError("function missing required argument '%s' (pos %d)" % missing)
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hash = -1
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The local day of so many seconds since the epoch."""
        if t is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return cls(*_time.localtime(t)[:3])

    @classmethod
    def today(cls):
        """The local day now."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day of that number."""
        if not 1 <= n <= _MAXORDINAL:
            raise ValueError('ordinal must be >= 1' if n < 1 else f'year is out of range')
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day of a text like 2024-02-29, 20240229 or 2024-W09-4."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        if len(date_string) not in (7, 8, 10):
            raise ValueError(f'Invalid isoformat string: {date_string!r}')
        try:
            return cls(*_parse_date(date_string))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of a year, a week and a weekday."""
        return cls.fromordinal(_iso_to_ordinal(year, week, day))

    year = property(lambda self: self._year, doc='From 1 to 9999.')
    month = property(lambda self: self._month, doc='From 1 to 12.')
    day = property(lambda self: self._day, doc='From 1 to the last of the month.')

    def __repr__(self):
        return (f'{type(self).__module__}.{type(self).__qualname__}'
                f'({self._year}, {self._month}, {self._day})')

    def isoformat(self):
        """YYYY-MM-DD"""
        return f'{self._year:04}-{self._month:02}-{self._day:02}'

    __str__ = isoformat

    def ctime(self):
        """As time.ctime() shows it."""
        return self.strftime('%a %b ') + f'{self._day:2} {self._clock()} {self._year:04}'

    def _clock(self):
        return '00:00:00'

    def strftime(self, format):
        """As the format says."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f'must be str, not {type(fmt).__name__}')
        return self.strftime(fmt) if fmt else str(self)

    def timetuple(self):
        """As time.localtime() gives it."""
        return _time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(),
                                  self._day_of_year(), -1))

    def _day_of_year(self):
        return _days_before_month(self._year, self._month) + self._day

    def toordinal(self):
        """The number of the day."""
        return _days_before_year(self._year) + self._day_of_year()

    def weekday(self):
        """From 0 for Monday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """From 1 for Monday."""
        return self.weekday() + 1

    def isocalendar(self):
        """The year, week and weekday. A week belongs to the year that has its Thursday."""
        today, year = date.toordinal(self), self._year
        if today < _iso_week1_monday(year):
            year -= 1
        elif year < MAXYEAR + 1 and today >= _iso_week1_monday(year + 1):
            year += 1
        week, day = divmod(today - _iso_week1_monday(year), 7)
        return IsoCalendarDate(year, week + 1, day + 1)

    def replace(self, year=None, month=None, day=None):
        """The same with other values."""
        return type(self)(self._year if year is None else year,
                          self._month if month is None else month,
                          self._day if day is None else day)

    def _keys(self, other, compare):
        return (self._ymd(), other._ymd()) if isinstance(other, date) else NotImplemented

    def _ymd(self):
        return self._year, self._month, self._day

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ('eq', 'lt', 'le', 'gt', 'ge'))

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash(self._state())
        return self._hash

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        day = self.toordinal() + other.days
        if not 1 <= day <= _MAXORDINAL:
            raise OverflowError('date value out of range')
        return type(self).fromordinal(day)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _state(self):
        return bytes((self._year >> 8, self._year & 255, self._month, self._day))

    def __reduce__(self):
        return type(self), (self._state(),)


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)


# --- Time zones ---

class tzinfo:
    """The base of time zones: how far from UTC a time is, by its date."""

    __slots__ = ()

    def tzname(self, dt):
        """The zone's name then."""
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def utcoffset(self, dt):
        """How much is to be added to UTC then."""
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def dst(self, dt):
        """How much of it is daylight saving."""
        raise NotImplementedError('a tzinfo subclass must implement dst()')

    def fromutc(self, dt):
        """The time here, for one in UTC that has this zone in its tzinfo."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        offset, saving = dt.utcoffset(), dt.dst()
        if offset is None or saving is None:
            raise ValueError(f'fromutc: non-None {"utcoffset" if offset is None else "dst"}() '
                             'result required')
        standard = dt + (offset - saving)
        saving = standard.dst() if offset != saving else saving
        if saving is None:
            raise ValueError('fromutc(): dt.dst gave inconsistent results; cannot convert')
        return standard + saving

    def __reduce__(self):
        arguments = getattr(self, '__getinitargs__', tuple)()
        return type(self), arguments, self.__getstate__()


class timezone(tzinfo):
    """A zone whose distance from UTC never changes."""

    __slots__ = '_offset', '_name'
    _unnamed = object()

    def __new__(cls, offset, name=_unnamed):
        if not isinstance(offset, timedelta):
            raise TypeError('timezone() argument 1 must be datetime.timedelta, '
                            f'not {type(offset).__name__}')
        if name is cls._unnamed:
            if not offset and getattr(cls, 'utc', None) is not None:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError(f'timezone() argument 2 must be str, not {type(name).__name__}')
        _check_offset('utcoffset', offset)
        self = object.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __reduce__(self):
        return type(self), self.__getinitargs__()

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        if self is timezone.utc:
            return name + '.utc'
        return f'{name}({", ".join(map(repr, self.__getinitargs__()))})'

    def __str__(self):
        return self.tzname(None)

    def _check(self, name, dt):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f'{name}(dt) argument must be a datetime instance or None, '
                            f'not {type(dt).__name__}')

    def utcoffset(self, dt):
        self._check('utcoffset', dt)
        return self._offset

    def tzname(self, dt):
        self._check('tzname', dt)
        if self._name is not None:
            return self._name
        return 'UTC' + (_offset_text(self._offset) if self._offset else '')

    def dst(self, dt):
        self._check('dst', dt)
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() argument must be a datetime instance or None')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        return dt + self._offset


UTC = timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


class _Zoned:
    """What time and datetime share: asking the zone."""

    __slots__ = ()

    def _ask(self, question):
        if self._tzinfo is None:
            return None
        answer = getattr(self._tzinfo, question)(self if isinstance(self, datetime) else None)
        if question != 'tzname':
            _check_offset(question, answer)
        elif answer is not None and not isinstance(answer, str):
            raise TypeError(f'tzinfo.tzname() must return None or a string, '
                            f'not {type(answer).__name__!r}')
        return answer

    def utcoffset(self):
        """How far from UTC, as a timedelta; None if it is naive."""
        return self._ask('utcoffset')

    def tzname(self):
        """The name of the zone."""
        return self._ask('tzname')

    def dst(self):
        """How much of the offset is daylight saving."""
        return self._ask('dst')

    hour = property(lambda self: self._hour, doc='From 0 to 23.')
    minute = property(lambda self: self._minute, doc='From 0 to 59.')
    second = property(lambda self: self._second, doc='From 0 to 59.')
    microsecond = property(lambda self: self._microsecond, doc='From 0 to 999999.')
    tzinfo = property(lambda self: self._tzinfo, doc='The time zone, or None.')
    fold = property(lambda self: self._fold, doc='1 for the second of two equal times.')

    def _clock(self, timespec='auto'):
        return _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)

    def _clock_state(self, first):
        high, rest = divmod(self._microsecond, 65536)
        return first + bytes((self._hour, self._minute, self._second, high, *divmod(rest, 256)))

    def _read_clock(self, state):
        self._hour, self._minute, self._second, a, b, c = state
        self._microsecond = (a << 16) + (b << 8) + c

    def _texts_behind(self):
        """The end of the repr()."""
        zone = '' if self._tzinfo is None else f', tzinfo={self._tzinfo!r}'
        return zone + (', fold=1' if self._fold else '')


# --- Times of day ---

class time(_Zoned):
    """A time of day, with or without a zone."""

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold', '_hash'

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hash = -1
        if _is_state(hour, 6, 0, 23):
            state = hour.encode('latin1') if isinstance(hour, str) else hour
            _check_tzinfo(minute or None)
            self._fold = state[0] >> 7
            self._read_clock(bytes((state[0] & 127,)) + state[1:])
            self._tzinfo = minute or None
            return self
        self._hour, self._minute, self._second, self._microsecond = _check_time(
            hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self._tzinfo, self._fold = tzinfo, fold
        return self

    @classmethod
    def fromisoformat(cls, time_string):
        """The time of a text like 12:30, 12:30:05.25 or T123005+01:00."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            return cls(*_parse_time(time_string.removeprefix('T')))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {time_string!r}')

    def isoformat(self, timespec='auto'):
        """HH:MM:SS, with microseconds and the offset if there are any."""
        return self._clock(timespec) + _offset_text(self.utcoffset())

    __str__ = isoformat

    def __repr__(self):
        values = [self._hour, self._minute]
        if self._second or self._microsecond:
            values.append(self._second)
        if self._microsecond:
            values.append(self._microsecond)
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        return f'{name}({", ".join(map(str, values))}{self._texts_behind()})'

    def strftime(self, format):
        """As the format says; the date is that of the first of January 1900."""
        return _strftime(self, format, (1900, 1, 1, *self._hmsu()[:3], 0, 1, -1))

    __format__ = date.__format__

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        """The same with other values."""
        return type(self)(self._hour if hour is None else hour,
                          self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    def _hmsu(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _keys(self, other, compare):
        if not isinstance(other, time):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return self._hmsu(), other._hmsu()
        mine, others = self.utcoffset(), other.utcoffset()
        if mine == others:
            return self._hmsu(), other._hmsu()
        if mine is None or others is None:
            if compare is operator.eq:
                return 1, 2
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._since_midnight() - mine, other._since_midnight() - others

    def _since_midnight(self):
        return timedelta(hours=self._hour, minutes=self._minute, seconds=self._second,
                         microseconds=self._microsecond)

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ('eq', 'lt', 'le', 'gt', 'ge'))

    def __hash__(self):
        if self._hash == -1:
            offset = self.replace(fold=0).utcoffset()
            self._hash = hash(self._since_midnight() - (offset or timedelta(0)))
        return self._hash

    def __reduce_ex__(self, protocol):
        state = self._clock_state(b'')
        if self._fold and protocol > 3:
            state = bytes((state[0] + 128,)) + state[1:]
        return type(self), (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


time.min, time.max = time(0, 0, 0), time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


# --- Both ---

class datetime(_Zoned, date):
    """A date and a time of day, with or without a zone."""

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold'

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0,
                tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hash = -1
        if _is_state(year, 10, 2, 12):
            state = year.encode('latin1') if isinstance(year, str) else year
            _check_tzinfo(month)
            self._year, self._day = state[0] * 256 + state[1], state[3]
            self._fold, self._month = divmod(state[2], 128)
            self._read_clock(state[4:])
            self._tzinfo = month
            return self
        if month is None or day is None:
            missing = ('month', 2) if month is None else ('day', 3)
            raise TypeError("function missing required argument '%s' (pos %d)" % missing)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond = _check_time(
            hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self._tzinfo, self._fold = tzinfo, fold
        return self

    @classmethod
    def _from_seconds(cls, t, utc, tz):
        fraction, whole = math.modf(t)
        microseconds = round(fraction * 1e6)
        seconds = int(whole) + microseconds // 1000000
        year, month, day, hour, minute, second, *_ = (_time.gmtime if utc else _time.localtime)(
            seconds)
        result = cls(year, month, day, hour, minute, min(second, 59), microseconds % 1000000, tz)
        if tz is not None:
            return tz.fromutc(result)
        if not utc:
            result._fold = result._is_repeated(seconds)
        return result

    def _is_repeated(self, seconds):
        """1 if the clock was put back over this time, and it is the second one."""
        try:
            if _time.localtime(seconds - 86400).tm_gmtoff == _time.localtime(seconds).tm_gmtoff:
                return 0
            return int(self._local_seconds(0) < seconds)
        except (OverflowError, ValueError):
            return 0

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The time so many seconds after the epoch: local, or in that zone."""
        _check_tzinfo(tz)
        return cls._from_seconds(timestamp, tz is not None, tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The naive time in UTC so many seconds after the epoch."""
        return cls._from_seconds(t, True, None)

    @classmethod
    def now(cls, tz=None):
        """The time now: local, or in that zone."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The naive time in UTC now."""
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A date and a time put together."""
        if not isinstance(date, _date_class):
            raise TypeError('combine() argument 1 must be datetime.date, '
                            f'not {type(date).__name__}')
        if not isinstance(time, _time_class):
            raise TypeError('combine() argument 2 must be datetime.time, '
                            f'not {type(time).__name__}')
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second,
                   time.microsecond, time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The time of a text in most forms of ISO 8601, like 2024-02-29T12:30:00+01:00."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        text = date_string
        try:
            end = _date_end(text)
            clock = text[end + 1:]
            if len(text) == end + 1:
                raise ValueError
            return cls(*_parse_date(text[:end]), *(_parse_time(clock) if clock else ()))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None

    @classmethod
    def strptime(cls, date_string, format):
        """What the text is by the format: see time.strptime()."""
        return _strptime._strptime_datetime(cls, date_string, format)

    # --- As other things ---

    def date(self):
        """The date alone."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """The time alone, without the zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond,
                           fold=self._fold)

    def timetz(self):
        """The time alone, with the zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo,
                           fold=self._fold)

    def _struct(self, is_dst):
        return _time.struct_time((self._year, self._month, self._day, self._hour, self._minute,
                                  self._second, self.weekday(), self._day_of_year(), is_dst))

    def timetuple(self):
        """As time.localtime() gives it."""
        saving = self.dst()
        return self._struct(-1 if saving is None else int(bool(saving)))

    def utctimetuple(self):
        """As time.gmtime() gives it."""
        offset = self.utcoffset()
        return (self - offset if offset else self)._struct(0)

    def _local_seconds(self, fold):
        """The seconds since the epoch at which local clocks show this; they may do so twice."""
        shown = (self.toordinal() - 719163) * 86400 + \
            (self._hour * 60 + self._minute) * 60 + self._second

        def local(seconds):
            values = _time.localtime(seconds)[:6]
            return (_ymd2ord(*values[:3]) - 719163) * 86400 + \
                (values[3] * 60 + values[4]) * 60 + values[5]

        # The offset at about that time; then that of the other side of a change, if there is one.
        first = shown - (local(shown) - shown)
        if local(first) == shown:
            other = first + (86400 if fold else -86400)
            second = shown - (local(other) - other)
            if second == first or local(second) != shown:
                return first
        else:
            second = shown - (local(first) - first)
            if local(second) == shown:
                return second
        # Shown twice, or never.
        return max(first, second) if fold == (local(first) == shown) else min(first, second)

    def timestamp(self):
        """Seconds since the epoch. A naive time is a local one."""
        if self._tzinfo is None or self.utcoffset() is None:
            return self._local_seconds(self._fold) + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def astimezone(self, tz=None):
        """The same moment in another zone, by default the local one."""
        _check_tzinfo(tz)
        offset = None if self._tzinfo is None else self.utcoffset()
        if offset is None:
            local = _time.localtime(self._local_seconds(self._fold))
            offset = timedelta(seconds=local.tm_gmtoff)
        elif self._tzinfo is tz:
            return self
        utc = self.replace(tzinfo=None) - offset
        if tz is None:
            seconds = (utc - datetime(1970, 1, 1)) // timedelta(seconds=1)
            local = _time.localtime(seconds)
            tz = timezone(timedelta(seconds=local.tm_gmtoff), local.tm_zone)
        return tz.fromutc(utc.replace(tzinfo=tz))

    def isoformat(self, sep='T', timespec='auto'):
        """YYYY-MM-DDTHH:MM:SS, with microseconds and the offset if there are any."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError('isoformat() argument 1 must be a unicode character, '
                            f'not {type(sep).__name__}')
        return super().isoformat() + sep + self._clock(timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(' ')

    def ctime(self):
        """As time.ctime() shows it."""
        return self.strftime('%a %b ') + f'{self._day:2} {self._clock("seconds")} {self._year:04}'

    def __repr__(self):
        values = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            values.append(self._second)
        if self._microsecond:
            values.append(self._microsecond)
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        return f'{name}({", ".join(map(str, values))}{self._texts_behind()})'

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None,
                microsecond=None, tzinfo=True, *, fold=None):
        """The same with other values."""
        given = year, month, day, hour, minute, second, microsecond
        own = *self._ymd(), self._hour, self._minute, self._second, self._microsecond
        return type(self)(*[mine if value is None else value for mine, value in zip(own, given)],
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    # --- Arithmetic ---

    def _total(self):
        """What the clock shows in microseconds, the days counted as ordinals."""
        minutes = (self.toordinal() * 24 + self._hour) * 60 + self._minute
        return (minutes * 60 + self._second) * 1000000 + self._microsecond

    def _keys(self, other, compare):
        if not isinstance(other, datetime):
            if isinstance(other, _date_class) and compare is not operator.eq:
                raise TypeError(f"can't compare {_full_name(self)} to {_full_name(other)}")
            return (1, 2) if isinstance(other, _date_class) else NotImplemented
        mine, others = self._total(), other._total()
        if self._tzinfo is not other._tzinfo:
            offset, other_offset = self.utcoffset(), other.utcoffset()
            if compare is operator.eq:
                # A time that is shown twice equals none in another zone.
                for each, its in ((self, offset), (other, other_offset)):
                    if its != each.replace(fold=1 - each._fold).utcoffset():
                        return 1, 2
            if (offset is None) != (other_offset is None):
                if compare is operator.eq:
                    return 1, 2
                raise TypeError("can't compare offset-naive and offset-aware datetimes")
            if offset is not None:
                mine, others = mine - offset._total(), others - other_offset._total()
        return mine, others

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ('eq', 'lt', 'le', 'gt', 'ge'))

    def __hash__(self):
        if self._hash == -1:
            offset = self.replace(fold=0).utcoffset()
            self._hash = hash(timedelta._of(self._total()) - (offset or timedelta(0)))
        return self._hash

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        seconds, microsecond = divmod(self._total() + other._total(), 1000000)
        days, seconds = divmod(seconds, 86400)
        if not 0 < days <= _MAXORDINAL:
            raise OverflowError('date value out of range')
        minutes, second = divmod(seconds, 60)
        return type(self)(*_ord2ymd(days), *divmod(minutes, 60), second, microsecond, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        result = timedelta._of(self._total() - other._total())
        if self._tzinfo is other._tzinfo:
            return result
        mine, others = self.utcoffset(), other.utcoffset()
        if mine == others:
            return result
        if mine is None or others is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return result + others - mine

    def __reduce_ex__(self, protocol):
        year, month, day = self._ymd()
        if self._fold and protocol > 3:
            month += 128
        state = self._clock_state(bytes((*divmod(year, 256), month, day)))
        return type(self), (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_date_class, _time_class = date, time       # In datetime these names are methods.
for _class in date, time, datetime, timedelta, timezone, tzinfo:
    # A str of its own: a pickle of CPython never refers back to it.
    _class.__qualname__ = ''.join(_class.__name__)
del _class
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
