"""Times from text, for time.strptime() and datetime.strptime(): the reverse of strftime().

The format becomes a regular expression with a group for each directive. The names of days and
months are the English ones.
"""

import functools
import re
import time

_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
_MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september',
           'october', 'november', 'december']


def _any_of(names):
    return '|'.join(sorted(names, key=len, reverse=True))


_PATTERNS = {
    'd': r'3[01]|[12]\d|0[1-9]|[1-9]| [1-9]', 'f': r'\d{1,6}', 'H': r'2[0-3]|[01]\d|\d',
    'I': r'1[0-2]|0[1-9]|[1-9]', 'G': r'\d{4}',
    'j': r'36[0-6]|3[0-5]\d|[12]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]',
    'm': r'1[0-2]|0[1-9]|[1-9]', 'M': r'[0-5]\d|\d', 'S': r'6[01]|[0-5]\d|\d',
    'U': r'5[0-3]|[0-4]\d|\d', 'W': r'5[0-3]|[0-4]\d|\d', 'V': r'5[0-3]|0[1-9]|[1-4]\d|\d',
    'u': r'[1-7]', 'w': r'[0-6]', 'y': r'\d\d', 'Y': r'\d{4}',
    'z': r'[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)',
    'A': _any_of(_DAYS), 'a': '|'.join([name[:3] for name in _DAYS]),
    'B': _any_of(_MONTHS), 'b': '|'.join([name[:3] for name in _MONTHS]), 'p': 'am|pm',
}
# Directives for several others.
_COMPOUND = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S', 'r': '%I:%M:%S %p',
             'R': '%H:%M', 'T': '%H:%M:%S', 'D': '%m/%d/%y', 'h': '%b'}


def _zone_names():
    saving = {time.tzname[1].lower()} if time.daylight else set()
    return {'utc', 'gmt', time.tzname[0].lower()}, saving


@functools.lru_cache(maxsize=64)
def _compiled(format, zone_names):
    """The pattern of a format."""
    for letter in 'cxX':
        format = format.replace('%' + letter, _COMPOUND[letter])
    parts, at = [], 0
    for match in re.finditer(r'%(.?)|\s+', format, re.S):
        parts.append(re.escape(format[at:match.start()]))
        at = match.end()
        letter = match[1]
        if letter is None:
            parts.append(r'\s+')
        elif letter == '':
            raise ValueError(f"stray % in format '{format}'") from None
        elif letter == '%':
            parts.append('%')
        elif letter == 'Z':
            parts.append(f'(?P<Z>{_any_of(map(re.escape, zone_names))})')
        elif letter in _PATTERNS:
            parts.append(f'(?P<{letter}>{_PATTERNS[letter]})')
        else:
            raise ValueError(f"'{letter}' is a bad directive in format '{format}'") from None
    parts.append(re.escape(format[at:]))
    try:
        return re.compile(''.join(parts), re.I)
    except re.error as e:
        name = re.search("group name '(.)'", str(e))
        raise re.error(f"redefinition of group name '{name[1]}' in format" if name else str(e)) \
            from None


def _day_of_week(found):
    """From 0 for Monday; None if the text has none."""
    if 'A' in found:
        return _DAYS.index(found['A'].lower())
    if 'a' in found:
        return [name[:3] for name in _DAYS].index(found['a'].lower())
    if 'w' in found:
        return (int(found['w']) + 6) % 7
    return int(found['u']) - 1 if 'u' in found else None


def _month(found):
    if 'B' in found:
        return _MONTHS.index(found['B'].lower()) + 1
    if 'b' in found:
        return [name[:3] for name in _MONTHS].index(found['b'].lower()) + 1
    return int(found.get('m', 1))


def _hour(found):
    if 'H' in found:
        return int(found['H'])
    if 'I' not in found:
        return 0
    return int(found['I']) % 12 + 12 * (found.get('p', '').lower() == 'pm')


def _year(found):
    if 'y' in found:
        year = int(found['y'])
        return year + (1900 if year > 68 else 2000)
    return int(found['Y']) if 'Y' in found else None


def _offset(text):
    """The seconds and microseconds of +hh:mm and the like."""
    if text is None:
        return None, 0
    if text == 'Z' or text == 'z':
        return 0, 0
    sign, digits = -1 if text[0] == '-' else 1, text[1:]
    if digits[2] == ':':
        if len(digits) > 5 and digits[5] != ':':
            raise ValueError(f'Inconsistent use of : in {text}')
        digits = digits.replace(':', '')
    elif ':' in digits:
        raise ValueError(f'Inconsistent use of : in {text}')
    digits, _, fraction = digits.partition('.')
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6] or 0)
    return sign * seconds, sign * int((fraction + '000000')[:6])


def _check_iso(found, weekday):
    year, week, day = 'G' in found, 'V' in found, weekday is not None
    if year and 'j' in found:
        raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive "
                         "'%G'. Use '%Y' instead.")
    if year and not (week and day):
        raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u').")
    if week and not year:
        if 'Y' in found or 'y' in found:
            raise ValueError("ISO week directive '%V' is incompatible with the year directive "
                             "'%Y'. Use the ISO year '%G' instead.")
        raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u').")


def _strptime(data_string, format='%a %b %d %H:%M:%S %Y'):
    """(the nine values of a struct_time, zone name, offset), microseconds, and the offset's."""
    for what, name in ((data_string, 0), (format, 1)):
        if not isinstance(what, str):
            raise TypeError(f'strptime() argument {name} must be str, not {type(what)}')
    standard, saving = _zone_names()
    match = _compiled(format, frozenset(standard | saving)).match(data_string)
    if match is None:
        raise ValueError(f'time data {data_string!r} does not match format {format!r}')
    if match.end() != len(data_string):
        raise ValueError(f'unconverted data remains: {data_string[match.end():]}')
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    weekday = _day_of_week(found)
    _check_iso(found, weekday)
    year, month, day = _year(found), _month(found), int(found.get('d', 1))
    given_year, leap_day = year, False
    if year is None:
        year, leap_day = 1900, month == 2 and day == 29
        if leap_day:
            year = 1904     # To check the day in; it becomes 1900 again.
    from datetime import date
    of_year = int(found['j']) if 'j' in found else None
    if of_year is None and weekday is not None:
        if 'G' in found:
            when = date.fromisocalendar(int(found['G']), int(found['V']), weekday + 1)
            year, month, day = when.year, when.month, when.day
            of_year = when.timetuple().tm_yday
        elif given_year is not None and ('U' in found or 'W' in found):
            # Week 1 begins with the first Sunday (U) or Monday (W).
            from_sunday = 'U' in found
            week, shift = int(found['U' if from_sunday else 'W']), int(from_sunday)
            first = (date(year, 1, 1).weekday() + shift) % 7
            of_year = 7 * week + (weekday + shift) % 7 - first + 1
            if first == 0 and week:
                of_year -= 7        # There is no week 0.
            if of_year <= 0:
                year -= 1
                of_year += date(year, 12, 31).timetuple().tm_yday
    if of_year is None:
        of_year = date(year, month, day).timetuple().tm_yday
    elif 'G' not in found:
        when = date.fromordinal(of_year - 1 + date(year, 1, 1).toordinal())
        year, month, day = when.year, when.month, when.day
    if weekday is None:
        weekday = date(year, month, day).weekday()
    if leap_day:
        year = 1900
    zone, is_dst = found.get('Z'), -1
    if zone is not None and (time.tzname[0] != time.tzname[1] or not time.daylight):
        is_dst = int(zone.lower() in saving and zone.lower() not in standard)
    offset, offset_fraction = _offset(found.get('z'))
    return (year, month, day, _hour(found), int(found.get('M', 0)), int(found.get('S', 0)), weekday,
            of_year, is_dst, zone, offset), int(found.get('f', '0').ljust(6, '0')), offset_fraction


def _strptime_time(data_string, format='%a %b %d %H:%M:%S %Y'):
    """What time.strptime() returns."""
    values = _strptime(data_string, format)[0]
    return time.struct_time(values[:time._STRUCT_TM_ITEMS])


def _strptime_datetime(cls, data_string, format='%a %b %d %H:%M:%S %Y'):
    """What datetime.strptime() returns."""
    from datetime import timedelta, timezone
    values, microseconds, offset_fraction = _strptime(data_string, format)
    zone, offset = values[-2:]
    arguments = *values[:6], microseconds
    if offset is None:
        return cls(*arguments)
    distance = timedelta(seconds=offset, microseconds=offset_fraction)
    return cls(*arguments, timezone(distance, zone) if zone else timezone(distance))
