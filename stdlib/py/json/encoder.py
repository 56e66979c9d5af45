"""Implementation of JSONEncoder"""

from _json import encode_basestring, encode_basestring_ascii, make_encoder

__all__ = ['JSONEncoder']

c_encode_basestring = encode_basestring
c_encode_basestring_ascii = encode_basestring_ascii
c_make_encoder = make_encoder
INFINITY = float('inf')


class JSONEncoder:
    """Objects to JSON. What a subclass's default() returns for others is written in their place."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """Something else to write for the object; to be overridden."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """The object as text."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        return ''.join(self.iterencode(o, _one_shot=True))

    def iterencode(self, o, _one_shot=False):
        """The object as text, in pieces."""
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        encode = make_encoder({} if self.check_circular else None, self.default,
                              encode_basestring_ascii if self.ensure_ascii else encode_basestring,
                              indent, self.key_separator, self.item_separator, self.sort_keys,
                              self.skipkeys, self.allow_nan)
        return iter(encode(o, 0))
