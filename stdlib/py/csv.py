"""Comma separated values: rows of text fields, as spreadsheets exchange them."""

import types
from _csv import (Error, QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, __doc__,
                  __version__, field_size_limit, get_dialect, list_dialects, reader,
                  register_dialect, unregister_dialect, writer)
from _csv import Dialect as _Dialect

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'Error', 'Dialect',
           '__doc__', 'excel', 'excel_tab', 'field_size_limit', 'reader', 'writer',
           'register_dialect', 'get_dialect', 'list_dialects', 'Sniffer', 'unregister_dialect',
           '__version__', 'DictReader', 'DictWriter', 'unix_dialect']


class Dialect:
    """Describe a CSV dialect: subclasses set what they need. An instance is checked when made."""

    _name = ''
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        self._validate()

    def _validate(self):
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error))


class excel(Dialect):
    """As Excel writes it."""
    delimiter = ','
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """As Excel writes it with tabs."""
    delimiter = '\t'


class unix_dialect(Dialect):
    """As is usual on Unix: all fields quoted."""
    delimiter = ','
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = '\n'
    quoting = QUOTE_ALL


register_dialect('excel', excel)
register_dialect('excel-tab', excel_tab)
register_dialect('unix', unix_dialect)


class DictReader:
    """Rows as dicts; their keys are given, or the first row has them.

    Surplus fields stand as a list under 'restkey'; fields that are missing are 'restval'.
    """

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args,
                 **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames  # Read them.
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:  # Empty lines are no rows.
            row = next(self.reader)
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        else:
            for name in names[len(row):]:
                result[name] = self.restval
        return result

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows of the fields named; missing ones are 'restval'."""

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args,
                 **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames = fieldnames
        self.restval = restval
        if extrasaction.lower() not in ('raise', 'ignore'):
            raise ValueError("extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == 'raise':
            unknown = rowdict.keys() - self.fieldnames
            if unknown:
                raise ValueError('dict contains fields not in fieldnames: ' +
                                 ', '.join([repr(name) for name in unknown]))
        return (rowdict.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._dict_to_list, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


def _count(counts, key):
    counts[key] = counts.get(key, 0) + 1


class Sniffer:
    """Guesses the dialect of a sample of text."""

    # A quoted field: between two delimiters, at the start of a line, at its end, or all alone.
    _FIELDS = (
        r'(?P<delim>[^\w\n"\'])(?P<space> ?)(?P<quote>["\']).*?(?P=quote)(?P=delim)',
        r'(?:^|\n)(?P<quote>["\']).*?(?P=quote)(?P<delim>[^\w\n"\'])(?P<space> ?)',
        r'(?P<delim>[^\w\n"\'])(?P<space> ?)(?P<quote>["\']).*?(?P=quote)(?:$|\n)',
        r'(?:^|\n)(?P<quote>["\']).*?(?P=quote)(?:$|\n)')

    def __init__(self):
        self.preferred = [',', '\t', ';', ' ', ':']

    def sniff(self, sample, delimiters=None):
        """Returns a dialect (a class) corresponding to the sample."""
        quotechar, doublequote, delimiter, skipinitialspace = \
            self._guess_quote_and_delimiter(sample, delimiters)
        if not delimiter:
            delimiter, skipinitialspace = self._guess_delimiter(sample, delimiters)
        if not delimiter:
            raise Error('Could not determine delimiter')

        class dialect(Dialect):
            _name = 'sniffed'
            lineterminator = '\r\n'
            quoting = QUOTE_MINIMAL

        dialect.doublequote = doublequote
        dialect.delimiter = delimiter
        dialect.quotechar = quotechar or '"'
        dialect.skipinitialspace = skipinitialspace
        return dialect

    def _guess_quote_and_delimiter(self, data, delimiters):
        """(quote, is it doubled, delimiter, is a space behind it): from what is quoted."""
        import re
        for pattern in self._FIELDS:
            matches = list(re.finditer(pattern, data, re.DOTALL | re.MULTILINE))
            if matches:
                break
        else:
            return '', False, None, 0
        quotes = {}
        delims = {}
        spaces = 0
        for match in matches:
            groups = match.groupdict()
            _count(quotes, groups['quote'])
            delim = groups.get('delim')
            if delim is None:
                continue
            if delimiters is None or delim in delimiters:
                _count(delims, delim)
            if groups['space']:
                spaces += 1
        quote = max(quotes, key=quotes.get)
        if delims:
            delim = max(delims, key=delims.get)
            skipinitialspace = delims[delim] == spaces
            if delim == '\n':  # A single column.
                delim = ''
        else:
            delim = ''
            skipinitialspace = 0
        # Between two delimiters, a third quote.
        doubled = re.compile(
            r'((%(delim)s)|^)\W*%(quote)s[^%(delim)s\n]*%(quote)s[^%(delim)s\n]*%(quote)s\W*'
            r'((%(delim)s)|$)' % {'delim': re.escape(delim), 'quote': quote}, re.MULTILINE)
        return quote, bool(doubled.search(data)), delim, skipinitialspace

    def _with_space(self, line, delim):
        return delim, line.count(delim) == line.count(delim + ' ')

    def _guess_delimiter(self, data, delimiters):
        """(delimiter, is a space behind it): the character that each line has equally often.

        Ten lines after another are looked at until one character is left.
        """
        lines = [line for line in data.split('\n') if line]
        step = min(10, len(lines))
        counts = {chr(code): {} for code in range(127)}  # character: {times in a line: lines}
        modes = {}
        candidates = {}
        for start in range(0, len(lines), step or 1):
            for line in lines[start:start + step]:
                for char, times in counts.items():
                    _count(times, line.count(char))
            for char, times in counts.items():
                if list(times) == [0]:
                    continue
                mode = max(times.items(), key=lambda item: item[1])
                others = sum(times.values()) - mode[1]
                modes[char] = mode[0], mode[1] - others
            total = min(start + step, len(lines))
            consistency = 1.0
            while not candidates and consistency >= 0.9:
                for char, (times, rows) in modes.items():
                    if times > 0 and rows > 0 and rows / total >= consistency and \
                            (delimiters is None or char in delimiters):
                        candidates[char] = times, rows
                consistency -= 0.01
            if len(candidates) == 1:
                return self._with_space(lines[0], *candidates)
        if not candidates:
            return '', 0
        for char in self.preferred:
            if char in candidates:
                return self._with_space(lines[0], char)
        return self._with_space(lines[0], max(candidates, key=lambda char: (candidates[char], char)))

    def has_header(self, sample):
        """Is the first row one of names? It is if the columns below it are of one kind each (numbers,
        or texts of one length) and it is of another."""
        from io import StringIO
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        kinds = {column: None for column in range(len(header))}
        for number, row in enumerate(rows):
            if number > 20:
                break
            if len(row) != len(header):
                continue
            for column in list(kinds):
                kind = self._kind(row[column])
                if kinds[column] is None:
                    kinds[column] = kind
                elif kinds[column] != kind:
                    del kinds[column]
        votes = 0
        for column, kind in kinds.items():
            if isinstance(kind, int):
                votes += 1 if len(header[column]) != kind else -1
            else:
                try:
                    kind(header[column])
                except (ValueError, TypeError):
                    votes += 1
                else:
                    votes -= 1
        return votes > 0

    def _kind(self, text):
        try:
            complex(text)
        except (ValueError, OverflowError):
            return len(text)
        return complex
