"""Values in text that people can read: what does not fit into a line is spread over several."""

import collections as _collections
import re
import sys as _sys
import types as _types
from io import StringIO as _StringIO

__all__ = ['PrettyPrinter', 'isreadable', 'isrecursive', 'pformat', 'pp', 'pprint', 'saferepr']


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Write the object to the stream, by default sys.stdout."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """What pprint() writes, without the newline at the end."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """As pprint(), with dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The repr(), where an object that contains itself is shown as such."""
    return PrettyPrinter()._repr_of(object, {}, None, 0)[0]


def isreadable(object):
    """Would eval() understand its text?"""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Does it contain itself?"""
    return PrettyPrinter().isrecursive(object)


class _SafeKey:
    """Sorts what has no order: by type and address."""

    __slots__ = ('obj',)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return self._rank() < other._rank()

    def _rank(self):
        return str(type(self.obj)), id(self.obj)


def _pair_key(pair):
    return _SafeKey(pair[0]), _SafeKey(pair[1])


class _Place:
    """Where text goes: at which column, how much has to fit behind it, and inside which objects."""

    __slots__ = 'write', 'indent', 'allowance', 'context', 'level'

    def __init__(self, write, indent, allowance, context, level):
        self.write, self.indent, self.allowance = write, indent, allowance
        self.context, self.level = context, level

    def moved(self, columns, allowance):
        """The same, further to the right."""
        return _Place(self.write, self.indent + columns, allowance, self.context, self.level)


class PrettyPrinter:
    """Prints values with these settings.

    indent is how far the parts of a value stand in; width how long lines may be; depth how many
    levels are shown. With compact, several items stand in a line; with underscore_numbers, large
    numbers are written 1_000_000.
    """

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._depth, self._step, self._width = depth, indent, width
        self._stream = _sys.stdout if stream is None else stream
        self._compact, self._sorted, self._underscores = bool(compact), sort_dicts, underscore_numbers

    def pprint(self, object):
        """Write the object."""
        if self._stream is not None:
            self._show(object, _Place(self._stream.write, 0, 0, {}, 0))
            self._stream.write('\n')

    def pformat(self, object):
        """What pprint() writes, without the newline at the end."""
        stream = _StringIO()
        self._show(object, _Place(stream.write, 0, 0, {}, 0))
        return stream.getvalue()

    def isrecursive(self, object):
        """Does it contain itself?"""
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        """Would eval() understand its text?"""
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text, is it readable?, is it recursive?) in one line. Subclasses may override it."""
        return self._repr_of(object, context, maxlevels, level)

    # --- Several lines ---

    def _text(self, value, place):
        return self.format(value, place.context.copy(), self._depth, place.level)[0]

    def _show(self, value, place):
        identity = id(value)
        if identity in place.context:
            place.write(_recursion(value))
            return
        text = self._text(value, place)
        if len(text) > self._width - place.indent - place.allowance:
            show = self._SHOW.get(type(value).__repr__)
            if show is None and self._is_plain_dataclass(value):
                show = PrettyPrinter._show_dataclass
            if show is not None:
                place.context[identity] = 1
                place.level += 1
                show(self, value, place)
                place.level -= 1
                del place.context[identity]
                return
        place.write(text)

    @staticmethod
    def _is_plain_dataclass(value):
        dataclasses = _sys.modules.get('dataclasses')
        if dataclasses is None or not dataclasses.is_dataclass(value) or isinstance(value, type):
            return False
        return value.__dataclass_params__.repr and _is_made(type(value).__repr__)

    def _show_dataclass(self, value, place):
        from dataclasses import fields
        name = type(value).__name__
        place.write(name + '(')
        inner = place.moved(len(name) + 1, place.allowance)
        self._named([(field.name, getattr(value, field.name)) for field in fields(value)
                     if field.repr], inner)
        place.write(')')

    def _show_namespace(self, value, place):
        # A subclass is shown by its own name.
        name = 'namespace' if type(value) is _types.SimpleNamespace else type(value).__name__
        place.write(name + '(')
        self._named(list(value.__dict__.items()), place.moved(len(name) + 1, place.allowance))
        place.write(')')

    def _named(self, items, place):
        """name=value, one to the line."""
        for index, (name, value) in enumerate(items):
            last = index == len(items) - 1
            place.write(f'{name}=')
            if id(value) in place.context:
                place.write('...')
            else:
                self._show(value, place.moved(len(name) + 1, place.allowance if last else 1))
            if not last:
                place.write(',\n' + ' ' * place.indent)

    def _pairs(self, items, place):
        """key: value, one to the line."""
        inner = place.indent + self._step
        for index, (key, value) in enumerate(items):
            last = index == len(items) - 1
            text = self._text(key, place)
            place.write(text + ': ')
            self._show(value, _Place(place.write, inner + len(text) + 2,
                                     place.allowance if last else 1, place.context, place.level))
            if not last:
                place.write(',\n' + ' ' * inner)

    def _show_dict(self, value, place):
        place.write('{' + ' ' * (self._step - 1))
        if value:
            items = sorted(value.items(), key=_pair_key) if self._sorted else list(value.items())
            self._pairs(items, place.moved(0, place.allowance + 1))
        place.write('}')

    def _show_ordered_dict(self, value, place):
        if not value:
            place.write(repr(value))
            return
        name = type(value).__name__
        place.write(name + '(')
        self._show(list(value.items()), place.moved(len(name) + 1, place.allowance + 1))
        place.write(')')

    def _items(self, items, place, opening, closing):
        """Items between brackets; with compact, as many to the line as fit."""
        place.write(opening + ' ' * (self._step - 1))
        place = place.moved(self._step, place.allowance + len(closing))
        separator = ',\n' + ' ' * place.indent
        room = width = self._width - place.indent + 1
        between, pending = '', list(items)
        for index, item in enumerate(pending):
            last = index == len(pending) - 1
            if last:
                room -= place.allowance
                width -= place.allowance
            if self._compact:
                text = self._text(item, place)
                if room < len(text) + 2:
                    room = width
                    between = separator if between else between
                if room >= len(text) + 2:
                    room -= len(text) + 2
                    place.write(between + text)
                    between = ', '
                    continue
            place.write(between)
            between = separator
            self._show(item, place.moved(0, place.allowance if last else 1))
        place.write(closing)

    def _show_list(self, value, place):
        self._items(value, place, '[', ']')

    def _show_tuple(self, value, place):
        self._items(value, place, '(', ',)' if len(value) == 1 else ')')

    def _show_set(self, value, place):
        if not value:
            place.write(repr(value))
            return
        opening, closing = '{', '}'
        if type(value) is not set:
            opening, closing = type(value).__name__ + '({', '})'
            place = place.moved(len(opening) - 1, place.allowance)
        self._items(sorted(value, key=_SafeKey), place, opening, closing)

    def _show_str(self, value, place):
        if not value:
            place.write(repr(value))
            return
        # In parentheses, unless something else puts it into brackets already.
        alone = place.level == 1
        if alone:
            place = place.moved(1, place.allowance + 1)
        lines, texts = value.splitlines(keepends=True), []
        room = width = self._width - place.indent
        for index, line in enumerate(lines):
            text = repr(line)
            if index == len(lines) - 1:
                room -= place.allowance
            if len(text) <= room:
                texts.append(text)
                continue
            # Between words, as many as fit.
            words, room, current = re.findall(r'\S*\s*', line), width, ''
            words.pop()
            for number, word in enumerate(words):
                if number == len(words) - 1 and index == len(lines) - 1:
                    room -= place.allowance
                if len(repr(current + word)) > room:
                    if current:
                        texts.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                texts.append(repr(current))
        if len(texts) == 1:
            place.write(texts[0])
            return
        between = '\n' + ' ' * place.indent
        place.write(('(' if alone else '') + between.join(texts) + (')' if alone else ''))

    def _show_bytes(self, value, place):
        if len(value) <= 4:
            place.write(repr(value))
            return
        alone = place.level == 1
        if alone:
            place = place.moved(1, place.allowance + 1)
        texts = list(_bytes_texts(value, self._width - place.indent, place.allowance))
        between = '\n' + ' ' * place.indent
        place.write(('(' if alone else '') + between.join(texts) + (')' if alone else ''))

    def _show_bytearray(self, value, place):
        place.write('bytearray(')
        inner = place.moved(10, place.allowance + 1)
        inner.level += 1
        self._show_bytes(bytes(value), inner)
        place.write(')')

    def _show_mappingproxy(self, value, place):
        place.write('mappingproxy(')
        self._show(value.copy(), place.moved(13, place.allowance + 1))
        place.write(')')

    def _show_defaultdict(self, value, place):
        if not value:
            place.write(repr(value))
            return
        name, factory = type(value).__name__, self._text(value.default_factory, place)
        place.write(f'{name}({factory},\n{" " * (place.indent + len(name) + 1)}')
        self._show_dict(value, place.moved(len(name) + 1, place.allowance + 1))
        place.write(')')

    def _show_counter(self, value, place):
        if not value:
            place.write(repr(value))
            return
        name = type(value).__name__
        place.write(name + '({' + ' ' * (self._step - 1))
        self._pairs(value.most_common(), place.moved(len(name) + 1, place.allowance + 2))
        place.write('})')

    def _show_chain_map(self, value, place):
        if not value.maps:
            place.write(repr(value))
            return
        name = type(value).__name__
        place.write(name + '(')
        inner = place.moved(len(name) + 1, place.allowance + 1)
        for index, each in enumerate(value.maps):
            last = index == len(value.maps) - 1
            self._show(each, inner.moved(0, inner.allowance if last else 1))
            place.write(')' if last else ',\n' + ' ' * inner.indent)

    def _show_deque(self, value, place):
        if not value:
            place.write(repr(value))
            return
        name = type(value).__name__
        place.write(name + '(')
        inner = place.moved(len(name) + 1, place.allowance)
        if value.maxlen is None:
            self._items(value, inner, '[', '])')
        else:
            self._items(value, inner.moved(0, 2), '[', ']')
            limit = self._text(value.maxlen, place)
            place.write(f',\n{" " * inner.indent}maxlen={limit})')

    def _show_wrapper(self, value, place):
        place.level -= 1
        self._show(value.data, place)
        place.level += 1

    _SHOW = {
        dict.__repr__: _show_dict, list.__repr__: _show_list, tuple.__repr__: _show_tuple,
        set.__repr__: _show_set, frozenset.__repr__: _show_set, str.__repr__: _show_str,
        bytes.__repr__: _show_bytes, bytearray.__repr__: _show_bytearray,
        _types.MappingProxyType.__repr__: _show_mappingproxy,
        _types.SimpleNamespace.__repr__: _show_namespace,
        _collections.OrderedDict.__repr__: _show_ordered_dict,
        _collections.defaultdict.__repr__: _show_defaultdict,
        _collections.Counter.__repr__: _show_counter,
        _collections.ChainMap.__repr__: _show_chain_map,
        _collections.deque.__repr__: _show_deque,
        _collections.UserDict.__repr__: _show_wrapper,
        _collections.UserList.__repr__: _show_wrapper,
        _collections.UserString.__repr__: _show_wrapper,
    }

    # --- One line ---

    def _repr_of(self, value, context, maxlevels, level):
        kind, method = type(value), type(value).__repr__
        if issubclass(kind, int) and method is int.__repr__:
            return (f'{value:_d}' if self._underscores else repr(value)), True, False
        if method is dict.__repr__:
            return self._container(value, context, maxlevels, level, '{', '}', True)
        if method is list.__repr__:
            return self._container(value, context, maxlevels, level, '[', ']')
        if method is tuple.__repr__:
            closing = ',)' if len(value) == 1 else ')'
            return self._container(value, context, maxlevels, level, '(', closing)
        text = repr(value)
        return text, bool(text) and not text.startswith('<'), False

    def _container(self, value, context, maxlevels, level, opening, closing, is_dict=False):
        if not value:
            return opening + closing.lstrip(','), True, False
        if maxlevels and level >= maxlevels:
            return opening + '...' + closing.lstrip(','), False, id(value) in context
        if id(value) in context:
            return _recursion(value), False, True
        context[id(value)] = 1
        readable, recursive, parts = True, False, []

        def text(item):
            nonlocal readable, recursive
            result, its_readable, its_recursive = self.format(item, context, maxlevels, level + 1)
            readable, recursive = readable and its_readable, recursive or its_recursive
            return result

        if is_dict:
            items = sorted(value.items(), key=_pair_key) if self._sorted else value.items()
            parts = [f'{text(key)}: {text(item)}' for key, item in items]
        else:
            parts = [text(item) for item in value]
        del context[id(value)]
        return opening + ', '.join(parts) + closing, readable, recursive


def _is_made(method):
    """Has @dataclass written the method?"""
    code = getattr(getattr(method, '__wrapped__', method), '__code__', None)
    return code is not None and code.co_filename == '<string>'


def _recursion(value):
    return f'<Recursion on {type(value).__name__} with id={id(value)}>'


def _bytes_texts(value, width, allowance):
    """The repr() of bytes in pieces that fit, cut after every fourth."""
    current = b''
    last = len(value) // 4 * 4
    for start in range(0, len(value), 4):
        part = value[start:start + 4]
        if start == last:
            width -= allowance
        if len(repr(current + part)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current += part
    if current:
        yield repr(current)
