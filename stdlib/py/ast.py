"""Syntax trees: source text as objects, and back to values.

The classes of nodes are written in C, in _ast. unparse() is not here; CPython's own ast has it.
"""

from _ast import *

_AST_ONLY, _TYPE_COMMENTS, _TOP_LEVEL_AWAIT = 0x400, 0x1000, 0x2000
PyCF_ONLY_AST, PyCF_TYPE_COMMENTS, PyCF_ALLOW_TOP_LEVEL_AWAIT = (
    _AST_ONLY, _TYPE_COMMENTS, _TOP_LEVEL_AWAIT)


def parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None):
    """The tree of the source text."""
    flags = _AST_ONLY | (_TYPE_COMMENTS if type_comments else 0)
    return compile(source, filename, mode, flags)


def literal_eval(node_or_string):
    """The value of text that has only literals: numbers, texts, tuples, lists, dicts, sets..."""
    node = node_or_string
    if isinstance(node, str):
        node = parse(node.lstrip(' \t'), mode='eval')
    if isinstance(node, Expression):
        node = node.body
    return _value(node)


def _refuse(node):
    line = getattr(node, 'lineno', None)
    where = f' on line {line}' if line else ''
    raise ValueError(f'malformed node or string{where}: {node!r}')


def _number(node, allow_complex=True):
    """A number with its sign."""
    sign = 1
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        sign = -1 if isinstance(node.op, USub) else 1
        node = node.operand
    kinds = (int, float, complex) if allow_complex else (int, float)
    if not isinstance(node, Constant) or type(node.value) not in kinds:
        _refuse(node)
    return +node.value if sign > 0 else -node.value


def _value(node):
    if isinstance(node, Constant):
        return node.value
    for kind, make in ((Tuple, tuple), (List, list), (Set, set)):
        if isinstance(node, kind):
            return make(map(_value, node.elts))
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _refuse(node)
        return dict(zip(map(_value, node.keys), map(_value, node.values)))
    if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == 'set' \
            and not node.args and not node.keywords:
        return set()
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left = _number(node.left, False)
        if isinstance(node.right, Constant) and type(node.right.value) is complex:
            right = node.right.value
            return left + right if isinstance(node.op, Add) else left - right
    return _number(node)


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None):
    """The tree as text that shows its nodes and fields."""
    if not isinstance(node, AST):
        raise TypeError(f'expected AST, got {type(node).__name__!r}')
    step = ' ' * indent if isinstance(indent, int) else indent

    def show(value, level):
        """(text, does it fit into a line with others?)"""
        level += 1
        if step is None:
            before, between = '', ', '
        else:
            before, between = '\n' + step * level, ',\n' + step * level
        if isinstance(value, list):
            if not value:
                return '[]', True
            return f'[{before}{between.join([show(each, level)[0] for each in value])}]', False
        if not isinstance(value, AST):
            return repr(value), True
        kind, parts, simple, by_name = type(value), [], True, annotate_fields
        for name in value._fields:
            found = getattr(value, name, _MISSING)
            if found is _MISSING or found is None and getattr(kind, name, ...) is None:
                by_name = True      # What follows needs its name.
                continue
            text, its_simple = show(found, level)
            simple = simple and its_simple
            parts.append(f'{name}={text}' if by_name else text)
        for name in value._attributes if include_attributes else ():
            found = getattr(value, name, _MISSING)
            if found is not _MISSING and not (found is None and getattr(kind, name, ...) is None):
                text, its_simple = show(found, level)
                simple = simple and its_simple
                parts.append(f'{name}={text}')
        if simple and len(parts) <= 3:
            return f'{kind.__name__}({", ".join(parts)})', not parts
        return f'{kind.__name__}({before}{between.join(parts)})', False

    return show(node, 0)[0]


_MISSING = object()


# --- Walking ---

def iter_fields(node):
    """Pairs of the names and values of the fields that are there."""
    for name in node._fields:
        try:
            yield name, getattr(node, name)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes right below."""
    for _, value in iter_fields(node):
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, AST):
                yield each


def walk(node):
    """The node and all below it, level by level."""
    nodes = [node]
    for each in nodes:
        nodes.extend(iter_child_nodes(each))
        yield each


class NodeVisitor:
    """Calls visit_Name(node) for a node of class Name and so on, or else generic_visit(), which
    goes on to the nodes below."""

    def visit(self, node):
        visitor = getattr(self, f'visit_{type(node).__name__}', self.generic_visit)
        return visitor(node)

    def generic_visit(self, node):
        for each in iter_child_nodes(node):
            self.visit(each)


class NodeTransformer(NodeVisitor):
    """Puts what the methods return in the place of the nodes; None removes one."""

    def generic_visit(self, node):
        for name, old in iter_fields(node):
            if isinstance(old, list):
                new = []
                for each in old:
                    if isinstance(each, AST):
                        each = self.visit(each)
                        if each is None:
                            continue
                        if not isinstance(each, AST):
                            new.extend(each)
                            continue
                    new.append(each)
                old[:] = new
            elif isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
        return node


# --- Places ---

_PLACES = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')


def copy_location(new_node, old_node):
    """Give the new node the old one's place."""
    for name in _PLACES:
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith('end_'):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give the nodes that have no place that of the one above."""
    def fix(node, places):
        places = dict(places)
        for name in _PLACES:
            if name in node._attributes:
                if getattr(node, name, None) is None:
                    setattr(node, name, places[name])
                else:
                    places[name] = getattr(node, name)
        for each in iter_child_nodes(node):
            fix(each, places)

    fix(node, dict(zip(_PLACES, (1, 0, 1, 0))))
    return node


def increment_lineno(node, n=1):
    """Move the tree down so many lines."""
    for each in walk(node):
        if isinstance(each, TypeIgnore):
            each.lineno = getattr(each, 'lineno', 0) + n
            continue
        if 'lineno' in each._attributes:
            each.lineno = getattr(each, 'lineno', 0) + n
        if 'end_lineno' in each._attributes and getattr(each, 'end_lineno', None) is not None:
            each.end_lineno += n
    return node


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{type(node).__name__!r} can't have docstrings")
    first = node.body[0] if node.body else None
    if not isinstance(first, Expr) or not isinstance(first.value, Constant) \
            or not isinstance(first.value.value, str):
        return None
    text = first.value.value
    if clean:
        from inspect import cleandoc
        text = cleandoc(text)
    return text


def get_source_segment(source, node, *, padded=False):
    """The source text of a node; None if its place is not known."""
    if None in [getattr(node, name, None) for name in _PLACES]:
        return None
    lines = [line + '\n' for line in source.replace('\r\n', '\n').replace('\r', '\n').split('\n')]
    first, last = node.lineno - 1, node.end_lineno - 1
    start, end = node.col_offset, node.end_col_offset
    if first == last:
        return lines[first].encode()[start:end].decode()
    before = ''
    if padded:
        before = ''.join([char if char in '\f\t' else ' '
                          for char in lines[first].encode()[:start].decode()])
    return ''.join([before + lines[first].encode()[start:].decode(), *lines[first + 1:last],
                    lines[last].encode()[:end].decode()])


def __getattr__(name):
    if name == 'unparse':
        raise AttributeError("gilbox's ast has no unparse(); set GILBOXPATH to CPython 3.11's "
                             'library')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
