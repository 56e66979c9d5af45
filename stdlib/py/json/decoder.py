"""From JSON text to objects."""

from _json import scanstring
from json import scanner

__all__ = ['JSONDecodeError', 'JSONDecoder']

c_scanstring = scanstring

_CONSTANTS = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}


class JSONDecodeError(ValueError):
    """Tells msg, what is wrong; doc, the text; pos, lineno and colno, where."""

    def __init__(self, msg, doc, pos):
        before = doc[:pos]
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno = before.count('\n') + 1
        self.colno = pos - before.rfind('\n')
        super().__init__(f'{msg}: line {self.lineno} column {self.colno} (char {pos})')

    def __reduce__(self):
        return type(self), (self.msg, self.doc, self.pos)


def _skip_blanks(s, i):
    while s[i:i + 1] in (' ', '\t', '\n', '\r'):
        i += 1
    return i


class JSONDecoder:
    """Makes objects of JSON text <https://json.org>.

    Objects become dicts, arrays lists, strings str, numbers int or float, true and false bool, and
    null None. NaN, Infinity and -Infinity are understood, too.

    object_hook gets every dict made, object_pairs_hook a list of pairs instead; what they return is
    taken for it. parse_float, parse_int and parse_constant get the text of a number. If strict is
    false, control characters are allowed in strings."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.strict = strict
        self.object_hook, self.object_pairs_hook = object_hook, object_pairs_hook
        self.parse_int, self.parse_float = parse_int or int, parse_float or float
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        # Once made, it looks at none of these again.
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s, _w=_skip_blanks):
        """The object that the text stands for."""
        obj, end = self.raw_decode(s, idx=_w(s, 0))
        end = _w(s, end)
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The object that the text begins with at idx, and where the rest begins."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None
