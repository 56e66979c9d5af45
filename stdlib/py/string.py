"""The characters of ASCII by kind, and two ways to fill in values: Template and Formatter."""

__all__ = ['Formatter', 'Template', 'ascii_letters', 'ascii_lowercase', 'ascii_uppercase',
           'capwords', 'digits', 'hexdigits', 'octdigits', 'printable', 'punctuation', 'whitespace']

import _string

whitespace = ' \t\n\r\v\f'
digits, octdigits, hexdigits = '0123456789', '01234567', '0123456789abcdefABCDEF'
ascii_lowercase = ''.join(map(chr, range(ord('a'), ord('z') + 1)))
ascii_uppercase = ascii_lowercase.upper()
ascii_letters = ascii_lowercase + ascii_uppercase
punctuation = ''.join([c for c in map(chr, range(33, 127)) if not c.isalnum()])
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word with a capital, between single spaces; or what is between separators."""
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


# --- Template ---

_NOT_GIVEN = {}


class _Pattern:
    """Template.pattern until somebody looks: to import string is not to import re."""

    def __get__(self, instance, owner):
        if Template.__dict__['pattern'] is self:
            del Template.pattern
            Template._compile()
        return owner.pattern


class Template:
    """Text in which $name, ${name} and $$ stand for a value and a dollar.

    A subclass may have another delimiter, other patterns for names, or a whole pattern of its own
    with the groups named, braced, escaped and invalid.
    """

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'    # For ASCII alone, whatever the flags say.
    braceidpattern = None                   # The same.
    flags = None                            # re.IGNORECASE
    pattern = _Pattern()

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile()

    @classmethod
    def _compile(cls):
        import re
        if cls.flags is None:
            cls.flags = re.IGNORECASE
        pattern = cls.__dict__.get('pattern')
        if pattern is None:
            mark = re.escape(cls.delimiter)
            pattern = (f'{mark}(?:(?P<escaped>{mark})|(?P<named>{cls.idpattern})|'
                       f'{{(?P<braced>{cls.braceidpattern or cls.idpattern})}}|(?P<invalid>))')
        cls.pattern = re.compile(pattern, cls.flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """For each placeholder the match, and its name, or None if it has none."""
        for match in self.pattern.finditer(self.template):
            yield match, self._name(match)

    def _name(self, match):
        name = match['named'] or match['braced']
        if name is None and match['escaped'] is None and match['invalid'] is None:
            raise ValueError('Unrecognized named group in pattern', self.pattern)
        return name

    def _refuse(self, match):
        before = self.template[:match.start('invalid')].splitlines(keepends=True) or ['']
        column = len(before[-1]) if self.template else 1
        raise ValueError(f'Invalid placeholder in string: line {len(before)}, '
                         f'col {max(column, 1)}')

    def _fill(self, mapping, kws, safe):
        if mapping is _NOT_GIVEN:
            mapping = kws
        elif kws:
            from collections import ChainMap
            mapping = ChainMap(kws, mapping)

        def value(match):
            name = self._name(match)
            if name is not None:
                try:
                    return str(mapping[name])
                except KeyError:
                    if not safe:
                        raise
            elif match['invalid'] is None:
                return self.delimiter
            elif not safe:
                self._refuse(match)
            return match.group()
        return self.pattern.sub(value, self.template)

    def substitute(self, mapping=_NOT_GIVEN, /, **kws):
        """The text with the values of the mapping or of the keywords."""
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping=_NOT_GIVEN, /, **kws):
        """The same; placeholders without a value, and lone dollars, stay as they are."""
        return self._fill(mapping, kws, True)

    def is_valid(self):
        """Would nothing but a missing name be wrong?"""
        return all([match['invalid'] is None for match, _ in self._parts()])

    def get_identifiers(self):
        """The names, each once."""
        return list(dict.fromkeys(name for _, name in self._parts() if name is not None))


# --- Formatter ---

class Formatter:
    """str.format(), of which a subclass may change any step."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        """The text, and the number of the next field without one; False if fields have numbers."""
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        parts = []
        for literal, name, spec, conversion in self.parse(format_string):
            parts.append(literal)
            if name is None:
                continue
            if name == '' and auto_arg_index is not False:
                name, auto_arg_index = str(auto_arg_index), auto_arg_index + 1
            elif name.isdigit() and not auto_arg_index:
                auto_arg_index = False
            elif name == '' or name.isdigit():
                raise ValueError('cannot switch from manual field specification to automatic field '
                                 'numbering')
            value, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            value = self.convert_field(value, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1,
                                                 auto_arg_index)
            parts.append(self.format_field(value, spec))
        return ''.join(parts), auto_arg_index

    def parse(self, format_string):
        """Gives (text before, name, specification, conversion) for each field, and for the rest."""
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """What 'name', '0.attribute' or 'name[item]' leads to, and with which argument it began."""
        first, path = _string.formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, key in path:
            value = getattr(value, key) if is_attribute else value[key]
        return value, first

    def get_value(self, key, args, kwargs):
        return (args if isinstance(key, int) else kwargs)[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def convert_field(self, value, conversion):
        convert = {None: lambda value: value, 's': str, 'r': repr, 'a': ascii}.get(conversion)
        if convert is None:
            raise ValueError(f'Unknown conversion specifier {conversion!s}')
        return convert(value)

    def format_field(self, value, format_spec):
        return format(value, format_spec)
