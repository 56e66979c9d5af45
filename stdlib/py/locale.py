"""Locales: this machine knows the C locale, with UTF-8 for its encoding."""

import itertools
import os as _os
import re

__all__ = ['getlocale', 'getdefaultlocale', 'getpreferredencoding', 'Error', 'setlocale',
           'localeconv', 'strcoll', 'strxfrm', 'str', 'atof', 'atoi', 'format_string', 'currency',
           'normalize', 'resetlocale', 'LC_CTYPE', 'LC_COLLATE', 'LC_MESSAGES', 'LC_TIME',
           'LC_MONETARY', 'LC_NUMERIC', 'LC_ALL', 'CHAR_MAX', 'getencoding', 'delocalize',
           'localize', 'nl_langinfo', 'CODESET']

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
CODESET = 14
RADIXCHAR, THOUSEP, YESEXPR, NOEXPR, CRNCYSTR = 65536, 65537, 327680, 327681, 262159
D_T_FMT, D_FMT, T_FMT, T_FMT_AMPM, AM_STR, PM_STR = 131112, 131113, 131114, 131115, 131110, 131111

_str = str
_C_NAMES = ('', 'C', 'POSIX', 'C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en_US.utf8')
_current = {}
_INFO = {CODESET: 'UTF-8', RADIXCHAR: '.', THOUSEP: '', YESEXPR: '^[yY]', NOEXPR: '^[nN]',
         CRNCYSTR: '-', D_T_FMT: '%a %b %e %H:%M:%S %Y', D_FMT: '%m/%d/%y', T_FMT: '%H:%M:%S',
         T_FMT_AMPM: '%I:%M:%S %p', AM_STR: 'AM', PM_STR: 'PM'}


class Error(Exception):
    pass


def setlocale(category, locale=None):
    """Set the locale for the given category, or ask for it: the C locale is all there is."""
    if not isinstance(category, int) or not LC_CTYPE <= category <= LC_ALL:
        raise Error('unsupported locale setting')
    if locale is None:
        return _current.get(category, 'C.UTF-8' if category == LC_CTYPE else 'C')
    if not isinstance(locale, _str):
        locale = normalize(_build_localename(locale))
    if locale not in _C_NAMES:
        raise Error('unsupported locale setting')
    _current[category] = locale or 'C'
    return _current[category]


def resetlocale(category=LC_ALL):
    """Back to the C locale."""
    setlocale(category, 'C')


def getlocale(category=LC_CTYPE):
    """What is set for the category: (language code, encoding)."""
    if category == LC_ALL:
        raise TypeError('category LC_ALL is not supported')
    return _parse_localename(setlocale(category))


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    """What the environment asks for: (language code, encoding)."""
    for variable in envvars:
        name = _os.environ.get(variable)
        if name:
            return _parse_localename(name.split(':')[0] if variable == 'LANGUAGE' else name)
    return None, None


def _parse_localename(localename):
    code = normalize(localename)
    if '@' in code:
        code = code.split('@', 1)[0]
    if '.' in code:
        language, encoding = code.split('.', 1)
        return (None if language == 'C' else language), encoding
    if code in ('C', 'POSIX'):
        return None, None
    if code == 'UTF-8':
        return None, 'UTF-8'
    raise ValueError('unknown locale: %s' % localename)


def _build_localename(localetuple):
    language, encoding = localetuple
    suffix = '' if encoding is None else f'.{encoding}'
    return (language or 'C') + suffix


def normalize(localename):
    """The name as setlocale() knows it."""
    code, dot, encoding = localename.partition('.')
    if dot and encoding.lower().replace('-', '') == 'utf8':
        encoding = 'UTF-8'
    return code + dot + encoding


def getencoding():
    """Get the current locale encoding."""
    return 'UTF-8'


def getpreferredencoding(do_setlocale=True):
    """The encoding for texts in files."""
    return 'UTF-8'


def nl_langinfo(key, /):
    """Return the value for the locale information associated with key."""
    return _INFO.get(key, '')


_override_localeconv = {}


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    found = {'decimal_point': '.', 'thousands_sep': '', 'grouping': []}
    found |= dict.fromkeys(('int_curr_symbol', 'currency_symbol', 'mon_decimal_point',
                            'mon_thousands_sep', 'positive_sign', 'negative_sign'), '')
    found |= dict.fromkeys(('int_frac_digits', 'frac_digits', 'p_cs_precedes', 'p_sep_by_space',
                            'n_cs_precedes', 'n_sep_by_space', 'p_sign_posn', 'n_sign_posn'),
                           CHAR_MAX)
    found['mon_grouping'] = []
    found |= _override_localeconv
    return found


def strcoll(a, b, /):
    """Compares two strings according to the locale."""
    return (a > b) - (a < b)


def strxfrm(s, /):
    """Returns a string that behaves for cmp locale-aware."""
    return s


# --- Numbers ---

def _grouping_intervals(grouping):
    """How many digits the groups have, from the last on. 0 repeats the one before, for ever."""
    size = None
    for next_size in grouping:
        if next_size == CHAR_MAX:
            return
        if next_size == 0:
            if size is None:
                raise ValueError('invalid grouping')
            yield from itertools.repeat(size)
        size = next_size
        yield size


def _group(s, monetary=False):
    """(text with separators, how many there are)"""
    conv = localeconv()
    separator = conv['mon_thousands_sep' if monetary else 'thousands_sep']
    grouping = conv['mon_grouping' if monetary else 'grouping']
    if not grouping:
        return s, 0
    left, digits, right = re.fullmatch('( *)(.*?)( *)', s, re.DOTALL).groups()
    groups = []
    for size in _grouping_intervals(grouping):
        if not digits or digits[-1] not in '0123456789':
            break
        groups.insert(0, digits[-size:])
        digits = digits[:-size]
    if digits:
        groups.insert(0, digits)
    return left + separator.join(groups) + right, len(separator) * max(0, len(groups) - 1)


def _localize(formatted, grouping=False, monetary=False):
    whole, *fraction = formatted.split('.')
    seps = 0
    if grouping:
        whole, seps = _group(whole, monetary)
    conv = localeconv()
    point = monetary and conv['mon_decimal_point'] or conv['decimal_point']
    text = point.join([whole, *fraction])
    # Separators take the place of blanks, of those on the left first.
    left = min(seps, len(text) - len(text.lstrip(' ')))
    text, seps = text[left:], seps - left
    right = min(seps, len(text) - len(text.rstrip(' ')))
    return text[:len(text) - right]


_percent_re = re.compile(r'%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)'
                         r'[eEfFgGdiouxXcrs%]')


def _format(percent, value, grouping=False, monetary=False, *additional):
    text = percent % ((value, *additional) if additional else value)
    return _localize(text, grouping, monetary) if percent[-1] in 'eEfFgGdiu' else text


def format_string(f, val, grouping=False, monetary=False):
    """As f % val, with the separators of the locale; with grouping, between thousands."""
    at = 0
    if not isinstance(val, (dict, tuple)):
        val = (val,)

    def shown(match):
        nonlocal at
        percent = match[0]
        if percent[-1] == '%':
            return '%'
        if isinstance(val, dict):
            return _format(percent, val, grouping, monetary)
        first, at = at, at + 1 + match['modifiers'].count('*')
        return _format(percent, val[first], grouping, monetary, *val[first + 1:at])

    return _percent_re.sub('%s', f) % tuple(map(shown, _percent_re.finditer(f)))


def currency(val, symbol=True, grouping=False, international=False):
    """An amount of money as the locale writes it."""
    conv = localeconv()
    digits = conv['int_frac_digits' if international else 'frac_digits']
    if digits == CHAR_MAX:
        raise ValueError("Currency formatting is not possible using the 'C' locale.")
    s = _localize(f'{abs(val):.{digits}f}', grouping, monetary=True)
    sign = conv['negative_sign' if val < 0 else 'positive_sign']
    if symbol:
        smb = conv['int_curr_symbol' if international else 'currency_symbol']
        precedes = conv['n_cs_precedes' if val < 0 else 'p_cs_precedes']
        blank = ' ' if conv['n_sep_by_space' if val < 0 else 'p_sep_by_space'] else ''
        s = smb + blank + s if precedes else s + blank + smb
    return sign + s


def str(val):
    """The float with the locale's decimal point."""
    return _format('%.12g', val)


def delocalize(string):
    """The number in plain digits, without the locale's separators."""
    conv = localeconv()
    if conv['thousands_sep']:
        string = string.replace(conv['thousands_sep'], '')
    if conv['decimal_point']:
        string = string.replace(conv['decimal_point'], '.')
    return string


def localize(string, grouping=False, monetary=False):
    """A number in plain digits with the separators of the locale."""
    return _localize(string, grouping, monetary)


def atof(string, func=float):
    """The float that the locale writes so."""
    return func(delocalize(string))


def atoi(string):
    """The int that the locale writes so."""
    return int(delocalize(string))
