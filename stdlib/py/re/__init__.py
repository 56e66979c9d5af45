"""Regular expressions. The patterns are translated for PCRE2; see stdlib/re_parse.c."""

import _sre
from _sre import Pattern, Match

__version__ = '2.2.1'
__all__ = ['match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile',
           'purge', 'template', 'escape', 'error', 'Pattern', 'Match', 'A', 'I', 'L', 'M', 'S', 'X',
           'U', 'ASCII', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE',
           'NOFLAG', 'RegexFlag']


class error(Exception):
    """Exception raised for invalid regular expressions.

    Attributes:

        msg: The unformatted error message
        pattern: The regular expression pattern
        pos: The index in the pattern where compilation failed (may be None)
        lineno: The line corresponding to pos (may be None)
        colno: The column corresponding to pos (may be None)
    """

    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = '%s at position %d' % (msg, pos)
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = '%s (line %d, column %d)' % (msg, self.lineno, self.colno)
        super().__init__(msg)


_FLAGS = {'NOFLAG': 0, 'ASCII': 256, 'IGNORECASE': 2, 'LOCALE': 4, 'UNICODE': 32, 'MULTILINE': 8,
          'DOTALL': 16, 'VERBOSE': 64, 'TEMPLATE': 1, 'DEBUG': 128, 'A': 256, 'I': 2, 'L': 4,
          'U': 32, 'M': 8, 'S': 16, 'X': 64, 'T': 1}


def _make_flags():
    import enum

    flags = enum.IntFlag('RegexFlag', list(_FLAGS.items()), module=__name__, boundary=enum.KEEP)
    flags._numeric_repr_ = hex
    flags.__repr__ = flags.__str__ = enum.global_flag_repr
    return flags


def __getattr__(name):
    # The flags are an enumeration, and made when first asked for: enum takes longer to import
    # than everything else here.
    if name in _FLAGS or name == 'RegexFlag':
        flags = globals()['RegexFlag'] = _make_flags()
        for flag in _FLAGS:
            globals()[flag] = flags[flag]
        return globals()[name]
    if name == '_pattern_type':
        return Pattern
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__():
    return sorted({*globals(), *_FLAGS, 'RegexFlag'})


# --- Functions ---

def match(pattern, string, flags=0):
    """A Match if the pattern fits at the start of the text, else None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A Match if the pattern fits the whole text, else None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """A Match of the first place where the pattern fits, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """The text with a template, or what repl(match) gives, in each place where the pattern fits."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """As sub(), in a pair with the number of replacements."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """A list of what is between the places where the pattern fits, and of what groups matched."""
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """The list of what the pattern matched, or its group, or tuples of its groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """Iterates over the Matches."""
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    """Compile a regular expression pattern, returning a Pattern object."""
    return _compile(pattern, flags)


def purge():
    """Clear the regular expression caches"""
    _cache.clear()


def template(pattern, flags=0):
    """Compile a template pattern, returning a Pattern object, deprecated"""
    import warnings
    warnings.warn('The re.template() function is deprecated as it is an undocumented feature '
                  'without an obvious purpose. Use re.compile() instead.', DeprecationWarning)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)  # warn just once
        return _compile(pattern, flags | 1)


def escape(pattern):
    """
    Escape special characters in a string.
    """
    return _sre.escape(pattern)


# --- Compiled patterns are kept ---

_cache = {}
_MAXCACHE = 512


def _compile(pattern, flags):
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    flags = int(flags)
    if flags & 1:
        import warnings
        warnings.warn('The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag '
                      "without an obvious purpose. Don't use it.", DeprecationWarning)
    compiled = _sre.compile(pattern, flags)
    if not flags & 128:
        if len(_cache) >= _MAXCACHE:
            try:
                del _cache[next(iter(_cache))]
            except (StopIteration, RuntimeError, KeyError):
                pass
        _cache[type(pattern), pattern, flags] = compiled
    return compiled


def _pickle(pattern):
    return _compile, (pattern.pattern, pattern.flags)


import copyreg
copyreg.pickle(Pattern, _pickle, _compile)


class Scanner:
    """Splits a text into tokens: lexicon is a list of (pattern, action)."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._actions = {}
        parts = []
        group = 1
        if isinstance(flags, int):
            flags = int(flags)
        for phrase, action in lexicon:
            inner = _compile(phrase, flags)
            parts.append(f'({phrase})')
            self._actions[group] = action
            group += 1 + inner.groups
        self._names = sorted(self._actions)
        self.scanner = _compile('|'.join(parts), flags)

    def scan(self, string):
        result = []
        append = result.append
        match = self.scanner.scanner(string).match
        i = 0
        while True:
            m = match()
            if not m:
                break
            j = m.end()
            if i == j:
                break
            group = next(number for number in self._names if m.start(number) >= 0)
            action = self._actions[group]
            if callable(action):
                self.match = m
                action = action(self, m.group())
            if action is not None:
                append(action)
            i = j
        return result, string[i:]
