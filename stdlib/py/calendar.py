"""Calendars: which day of the week a date is, and the weeks of months and years, as lists and text.

Weeks begin on Monday (0), unless another day is set.
"""

import datetime
import sys
from itertools import repeat

__all__ = ['Calendar', 'EPOCH', 'FRIDAY', 'HTMLCalendar', 'IllegalMonthError',
           'IllegalWeekdayError', 'LocaleHTMLCalendar', 'LocaleTextCalendar', 'MONDAY', 'SATURDAY',
           'SUNDAY', 'THURSDAY', 'TUESDAY', 'TextCalendar', 'WEDNESDAY', 'calendar', 'day_abbr',
           'day_name', 'firstweekday', 'format', 'formatstring', 'isleap', 'leapdays', 'main',
           'month', 'month_abbr', 'month_name', 'monthcalendar', 'monthrange', 'prcal', 'prmonth',
           'prweek', 'setfirstweekday', 'timegm', 'week', 'weekday', 'weekheader']

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
January, February = 1, 2
EPOCH = 1970
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
error = ValueError


class IllegalMonthError(ValueError):
    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f'bad month number {self.month!r}; must be 1-12'


class IllegalWeekdayError(ValueError):
    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f'bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)'


# --- Names ---

class _Names:
    """A sequence of names by a format of strftime(), for these dates."""

    def __init__(self, format, dates, first=()):
        self._format, self._dates, self._first = format, dates, first

    def __getitem__(self, index):
        names = [*self._first, *[date.strftime(self._format) for date in self._dates]]
        return names[index]

    def __len__(self):
        return len(self._first) + len(self._dates)


_DAYS = [datetime.date(2001, 1, day) for day in range(1, 8)]        # A Monday, and so on.
_FIRSTS = [datetime.date(2001, month, 1) for month in range(1, 13)]
day_name, day_abbr = _Names('%A', _DAYS), _Names('%a', _DAYS)
month_name, month_abbr = _Names('%B', _FIRSTS, ('',)), _Names('%b', _FIRSTS, ('',))


# --- Days ---

def isleap(year):
    """Has the year 366 days?"""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    """How many leap years there are from y1 up to y2, that not included."""
    def before(year):
        past = year - 1
        return past // 4 - past // 100 + past // 400
    return before(y2) - before(y1)


def weekday(year, month, day):
    """The day of the week, from 0 for Monday."""
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        year = 2000 + year % 400        # The calendar repeats itself.
    return datetime.date(year, month, day).weekday()


def monthrange(year, month):
    """(the day of the week of the first, the number of days)"""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), mdays[month] + (month == February and isleap(year))


def _monthlen(year, month):
    return monthrange(year, month)[1]


def _moved(year, month, by):
    """The year and month so many months later."""
    return divmod(year * 12 + month - 1 + by, 12)[0], (month - 1 + by) % 12 + 1


class Calendar:
    """Weeks of months and years, as data."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    firstweekday = property(lambda self: self._firstweekday % 7,
                            lambda self, value: setattr(self, '_firstweekday', value))

    def getfirstweekday(self):
        return self.firstweekday

    def setfirstweekday(self, firstweekday):
        self.firstweekday = firstweekday

    def iterweekdays(self):
        """The days of a week, beginning with the first."""
        for i in range(self.firstweekday, self.firstweekday + 7):
            yield i % 7

    def itermonthdays(self, year, month):
        """The days of the month in whole weeks; 0 for days of others."""
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        yield from repeat(0, before)
        yield from range(1, days + 1)
        yield from repeat(0, (self.firstweekday - first - days) % 7)

    def itermonthdays2(self, year, month):
        """The same in pairs with the day of the week."""
        for index, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, index % 7

    def itermonthdays3(self, year, month):
        """The days as (year, month, day), those of the months around it, too."""
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        after = (self.firstweekday - first - days) % 7
        earlier, later = _moved(year, month, -1), _moved(year, month, 1)
        last = _monthlen(*earlier)
        for day in range(last - before + 1, last + 1):
            yield *earlier, day
        for day in range(1, days + 1):
            yield year, month, day
        for day in range(1, after + 1):
            yield *later, day

    def itermonthdays4(self, year, month):
        """The same with the day of the week."""
        for index, each in enumerate(self.itermonthdays3(year, month)):
            yield *each, (self.firstweekday + index) % 7

    def itermonthdates(self, year, month):
        """The same as dates."""
        for each in self.itermonthdays3(year, month):
            yield datetime.date(*each)

    @staticmethod
    def _weeks(days):
        days = list(days)
        return [days[i:i + 7] for i in range(0, len(days), 7)]

    def monthdatescalendar(self, year, month):
        return self._weeks(self.itermonthdates(year, month))

    def monthdays2calendar(self, year, month):
        return self._weeks(self.itermonthdays2(year, month))

    def monthdayscalendar(self, year, month):
        return self._weeks(self.itermonthdays(year, month))

    @staticmethod
    def _rows(make, year, width):
        months = [make(year, month) for month in range(1, 13)]
        return [months[i:i + width] for i in range(0, 12, width)]

    def yeardatescalendar(self, year, width=3):
        return self._rows(self.monthdatescalendar, year, width)

    def yeardays2calendar(self, year, width=3):
        return self._rows(self.monthdays2calendar, year, width)

    def yeardayscalendar(self, year, width=3):
        return self._rows(self.monthdayscalendar, year, width)


class TextCalendar(Calendar):
    """Calendars as text: w is the width of a day, l the lines of a week."""

    def prweek(self, theweek, width):
        print(self.formatweek(theweek, width), end='')

    def formatday(self, day, weekday, width):
        return ('' if day == 0 else f'{day:2}').center(width)

    def formatweek(self, theweek, width):
        return ' '.join([self.formatday(day, weekday, width) for day, weekday in theweek])

    def formatweekday(self, day, width):
        names = day_name if width >= 9 else day_abbr
        return names[day][:width].center(width)

    def formatweekheader(self, width):
        return ' '.join([self.formatweekday(day, width) for day in self.iterweekdays()])

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        name = month_name[themonth]
        return (f'{name} {theyear!r}' if withyear else name).center(width)

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end='')

    def formatmonth(self, theyear, themonth, w=0, l=0):
        """The month with a header."""
        w, l = max(2, w), max(1, l)
        lines = [self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1), self.formatweekheader(w)]
        lines += [self.formatweek(each, w) for each in self.monthdays2calendar(theyear, themonth)]
        return ''.join([line.rstrip() + '\n' * l for line in lines])

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        """The year, m months side by side with c blanks between."""
        w, l, c = max(2, w), max(1, l), max(2, c)
        width = (w + 1) * 7 - 1
        parts = [repr(theyear).center(width * m + c * (m - 1)).rstrip(), '\n' * l]
        header = self.formatweekheader(w)
        for index, row in enumerate(self.yeardays2calendar(theyear, m)):
            months = range(m * index + 1, min(m * (index + 1) + 1, 13))
            parts.append('\n' * l)
            names = [self.formatmonthname(theyear, each, width, False) for each in months]
            for texts in (names, [header] * len(months)):
                parts += [formatstring(texts, width, c).rstrip(), '\n' * l]
            for line in range(max(map(len, row))):
                weeks = [self.formatweek(each[line], w) if line < len(each) else '' for each in row]
                parts += [formatstring(weeks, width, c).rstrip(), '\n' * l]
        return ''.join(parts)

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        print(self.formatyear(theyear, w, l, c, m), end='')


class HTMLCalendar(Calendar):
    """Calendars as tables of a page."""

    cssclasses = cssclasses_weekday_head = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    cssclass_noday = 'noday'
    cssclass_month_head = cssclass_month = 'month'
    cssclass_year_head = cssclass_year = 'year'

    def formatday(self, day, weekday):
        kind = self.cssclass_noday if day == 0 else self.cssclasses[weekday]
        return f'<td class="{kind}">{day or "&nbsp;"}</td>'

    def formatweek(self, theweek):
        return f'<tr>{"".join([self.formatday(*each) for each in theweek])}</tr>'

    def formatweekday(self, day):
        return f'<th class="{self.cssclasses_weekday_head[day]}">{day_abbr[day]}</th>'

    def formatweekheader(self):
        return f'<tr>{"".join([self.formatweekday(day) for day in self.iterweekdays()])}</tr>'

    def formatmonthname(self, theyear, themonth, withyear=True):
        name = f'{month_name[themonth]} {theyear}' if withyear else month_name[themonth]
        return f'<tr><th colspan="7" class="{self.cssclass_month_head}">{name}</th></tr>'

    def formatmonth(self, theyear, themonth, withyear=True):
        lines = ['<table border="0" cellpadding="0" cellspacing="0" '
                 f'class="{self.cssclass_month}">',
                 self.formatmonthname(theyear, themonth, withyear), self.formatweekheader()]
        lines += [self.formatweek(week) for week in self.monthdays2calendar(theyear, themonth)]
        return '\n'.join(lines) + '\n</table>\n'

    def formatyear(self, theyear, width=3):
        width = max(width, 1)
        parts = [f'<table border="0" cellpadding="0" cellspacing="0" class="{self.cssclass_year}">',
                 f'\n<tr><th colspan="{width}" class="{self.cssclass_year_head}">{theyear}</th>'
                 '</tr>']
        for first in range(1, 13, width):
            cells = [f'<td>{self.formatmonth(theyear, each, False)}</td>'
                     for each in range(first, min(first + width, 13))]
            parts.append(f'<tr>{"".join(cells)}</tr>')
        return ''.join(parts) + '</table>'

    def formatyearpage(self, theyear, width=3, css='calendar.css', encoding=None):
        encoding = sys.getdefaultencoding() if encoding is None else encoding
        link = '' if css is None else f'<link rel="stylesheet" type="text/css" href="{css}" />\n'
        text = (f'<?xml version="1.0" encoding="{encoding}"?>\n'
                '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
                '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html>\n<head>\n'
                f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}" />\n'
                f'{link}<title>Calendar for {theyear}</title>\n</head>\n<body>\n'
                f'{self.formatyear(theyear, width)}</body>\n</html>\n')
        return text.encode(encoding, 'xmlcharrefreplace')


class LocaleTextCalendar(TextCalendar):
    """The same: names are English in every locale here."""

    def __init__(self, firstweekday=0, locale=None):
        super().__init__(firstweekday)
        self.locale = locale


class LocaleHTMLCalendar(HTMLCalendar):
    """The same: names are English in every locale here."""

    def __init__(self, firstweekday=0, locale=None):
        super().__init__(firstweekday)
        self.locale = locale


# --- One calendar for all ---

c = TextCalendar()
firstweekday = c.getfirstweekday


def setfirstweekday(firstweekday):
    """Let weeks begin on that day."""
    if not MONDAY <= firstweekday <= SUNDAY:
        raise IllegalWeekdayError(firstweekday)
    c.firstweekday = firstweekday


monthcalendar, prweek, week = c.monthdayscalendar, c.prweek, c.formatweek
weekheader, prmonth, month = c.formatweekheader, c.prmonth, c.formatmonth
calendar, prcal = c.formatyear, c.pryear

_colwidth, _spacing = 7 * 3 - 1, 6


def formatstring(cols, colwidth=_colwidth, spacing=_spacing):
    """The texts side by side, each in the middle of its column."""
    return (' ' * spacing).join([each.center(colwidth) for each in cols])


def format(cols, colwidth=_colwidth, spacing=_spacing):
    """Print formatstring()."""
    print(formatstring(cols, colwidth, spacing))


def timegm(tuple):
    """The reverse of time.gmtime()."""
    year, month, day, hour, minute, second = tuple[:6]
    days = datetime.date(year, month, 1).toordinal() - datetime.date(EPOCH, 1, 1).toordinal()
    return (((days + day - 1) * 24 + hour) * 60 + minute) * 60 + second


def main(args):
    """Print the calendar of a year or month, as a command line says."""
    import argparse
    parser = argparse.ArgumentParser(prog='calendar')
    for name, default, text in (('width', 2, 'width of date column'),
                                ('lines', 1, 'number of lines for each week'),
                                ('spacing', 6, 'spacing between months'),
                                ('months', 3, 'months per row')):
        parser.add_argument(f'-{name[0]}', f'--{name}', type=int, default=default, help=text)
    parser.add_argument('-t', '--type', default='text', choices=('text', 'html'))
    parser.add_argument('year', nargs='?', type=int, default=datetime.date.today().year)
    parser.add_argument('month', nargs='?', type=int)
    options = parser.parse_args(args[1:])
    if options.type == 'html':
        sys.stdout.buffer.write(HTMLCalendar().formatyearpage(options.year))
    elif options.month is None:
        sys.stdout.write(TextCalendar().formatyear(options.year, options.width, options.lines,
                                                   options.spacing, options.months))
    else:
        sys.stdout.write(TextCalendar().formatmonth(options.year, options.month, options.width,
                                                    options.lines))


if __name__ == '__main__':
    main(sys.argv)
