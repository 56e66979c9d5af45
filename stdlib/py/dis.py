"""Bytecode as people can read it. The code is shown as CPython 3.11 lays it out."""

import io
import sys
import types
from collections import namedtuple
from opcode import *
from opcode import __all__ as _opcodes_all, _inline_cache_entries, _nb_ops

__all__ = ['Bytecode', 'Instruction', 'code_info', 'dis', 'disassemble', 'disco', 'distb',
           'findlabels', 'findlinestarts', 'get_instructions', 'show_code'] + _opcodes_all

COMPILER_FLAG_NAMES = {1 << bit: name for bit, name in enumerate(
    ('OPTIMIZED', 'NEWLOCALS', 'VARARGS', 'VARKEYWORDS', 'NESTED', 'GENERATOR', 'NOFREE',
     'COROUTINE', 'ITERABLE_COROUTINE', 'ASYNC_GENERATOR'))}

_UNKNOWN = object()
_FORMATTED = ('', 'str', 'repr', 'ascii')
_BACKWARD = {number for name, number in opmap.items() if 'BACKWARD' in name}


# --- Code objects ---

def _code_of(x):
    """The code object in a function, a method, a generator, or text."""
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        try:
            x = compile(x, '<disassembly>', 'eval')
        except SyntaxError:
            x = compile(x, '<disassembly>', 'exec')
    if hasattr(x, 'co_code'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def pretty_flags(flags):
    """The names of the flags of a code object."""
    names = []
    for bit in range(32):
        if flags & 1 << bit:
            names.append(COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)))
            flags ^= 1 << bit
    if flags:
        names.append(hex(flags))
    return ', '.join(names) or hex(flags)


def code_info(x):
    """What a code object says of itself, as text."""
    code = _code_of(x)
    lines = [f'Name:              {code.co_name}', f'Filename:          {code.co_filename}',
             f'Argument count:    {code.co_argcount}',
             f'Positional-only arguments: {code.co_posonlyargcount}',
             f'Kw-only arguments: {code.co_kwonlyargcount}',
             f'Number of locals:  {code.co_nlocals}', f'Stack size:        {code.co_stacksize}',
             f'Flags:             {pretty_flags(code.co_flags)}']
    for title, values, show in (('Constants', code.co_consts, repr), ('Names', code.co_names, str),
                                ('Variable names', code.co_varnames, str),
                                ('Free variables', code.co_freevars, str),
                                ('Cell variables', code.co_cellvars, str)):
        if values:
            lines.append(f'{title}:')
            lines += [f'{index:>4}: {show(value)}' for index, value in enumerate(values)]
    return '\n'.join(lines)


def show_code(co, *, file=None):
    """Print what code_info() tells."""
    print(code_info(co), file=file)


def findlinestarts(code):
    """Pairs of the place of an instruction and the line that begins with it."""
    last = None
    for start, _, line in code.co_lines():
        if line is not None and line != last:
            last = line
            yield start, line


def findlabels(code):
    """The places that jumps lead to."""
    labels = []
    for offset, op, arg in _unpack(code):
        if arg is not None and op in hasjrel:
            label = _target(offset, op, arg)
            if label not in labels:
                labels.append(label)
    return labels


def _target(offset, op, arg):
    return offset + 2 + (-arg if op in _BACKWARD else arg) * 2 + 2 * _inline_cache_entries[op]


def _unpack(code):
    """(place, opcode, argument), the prefixes of the argument put together; without caches."""
    extended = skip = 0
    for offset in range(0, len(code), 2):
        op, low = code[offset], code[offset + 1]
        if skip:
            skip -= 1
            yield offset, 0, None
            continue
        skip = _inline_cache_entries[op]
        if op < HAVE_ARGUMENT:
            yield offset, op, None
            extended = 0
            continue
        arg = low | extended
        extended = arg << 8 if op == EXTENDED_ARG else 0
        yield offset, op, arg


# --- Instructions ---

class Positions(namedtuple('Positions', 'lineno end_lineno col_offset end_col_offset',
                           defaults=(None,) * 4)):
    """Where in the source an instruction comes from."""

    __slots__ = ()


class Instruction(namedtuple('Instruction', 'opname opcode arg argval argrepr offset starts_line '
                                            'is_jump_target positions', defaults=(None,))):
    """One instruction, with its argument as number, as value, and as text."""

    __slots__ = ()

    def _disassemble(self, lineno_width=3, mark_as_current=False, offset_width=4):
        parts = []
        if lineno_width:
            line = '' if self.starts_line is None else self.starts_line
            parts.append(f'{line:>{lineno_width}}')
        parts += ['-->' if mark_as_current else '   ', '>>' if self.is_jump_target else '  ',
                  f'{self.offset:>{offset_width}}', self.opname.ljust(20)]
        if self.arg is not None:
            parts.append(f'{self.arg:>5}')
            if self.argrepr:
                parts.append(f'({self.argrepr})')
        return ' '.join(parts).rstrip()


def _describe(code, offset, op, arg, names):
    """The argument as value and as text."""
    if opname[op] == 'KW_NAMES':
        return _UNKNOWN, ''
    if op in hasconst:
        value = code.co_consts[arg] if code else _UNKNOWN
        return (value, repr(value)) if value is not _UNKNOWN else (arg, '')
    if op in hasname:
        double = opname[op] in ('LOAD_GLOBAL',)
        name = code.co_names[arg >> 1 if double else arg] if code else arg
        return name, f'NULL + {name}' if double and arg & 1 else str(name)
    if op in hasjrel:
        target = _target(offset, op, arg)
        return target, f'to {target}'
    if op in haslocal or op in hasfree:
        name = names[arg] if names else arg
        return name, str(name)
    if op in hascompare:
        return cmp_op[arg], cmp_op[arg]
    if opname[op] == 'BINARY_OP':
        return arg, _nb_ops[arg][1]
    if opname[op] == 'FORMAT_VALUE':
        function = (None, str, repr, ascii)[arg & 3]
        text = _FORMATTED[arg & 3]
        if arg & 4:
            text += ', with format' if text else 'with format'
        return (function, bool(arg & 4)), text
    if opname[op] == 'MAKE_FUNCTION':
        flags = ('defaults', 'kwdefaults', 'annotations', 'closure')
        return arg, ', '.join([name for bit, name in enumerate(flags) if arg & 1 << bit])
    return arg, ''


def _exception_table(code):
    """(start, end, target, depth, lasti) of each guarded range."""
    data = iter(code.co_exceptiontable)

    def number():
        byte = next(data)
        value = byte & 63
        while byte & 64:
            byte = next(data)
            value = value << 6 | byte & 63
        return value

    entries = []
    while True:
        try:
            start = number() * 2
        except StopIteration:
            return entries
        end, target, rest = start + number() * 2, number() * 2, number()
        entries.append((start, end, target, rest >> 1, bool(rest & 1)))


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """The instructions of a function, of code or of source text."""
    code = _code_of(x)
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    return _instructions(code.co_code, code, shift, show_caches)


def _instructions(data, code=None, shift=0, show_caches=False):
    labels = set(findlabels(data))
    starts, names, places, entries = {}, None, None, []
    if code is not None:
        starts = dict(findlinestarts(code))
        names = code.co_varnames + tuple(
            [name for name in code.co_cellvars if name not in code.co_varnames]) + code.co_freevars
        places = list(code.co_positions())
        entries = _exception_table(code)
        for _, _, target, _, _ in entries:
            labels.add(target)
    for offset, op, arg in _unpack(data):
        if op == 0 and not show_caches:
            continue
        value, text = (None, '') if arg is None else _describe(code, offset, op, arg, names)
        line = starts.get(offset)
        positions = Positions(*places[offset // 2]) if places and offset // 2 < len(places) \
            else Positions()
        yield Instruction(opname[op], op, arg, value, text, offset,
                          None if line is None else line + shift, offset in labels, positions)


# --- Showing them ---

def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Print the instructions of a code object."""
    lines = list(findlinestarts(co))
    widest = max([line for _, line in lines], default=0)
    width = max(3, len(str(widest))) if lines else 0
    last = len(co.co_code) - 2
    offset_width = max(4, len(str(last)) if last >= 10000 else 4)
    for each in _instructions(co.co_code, co, show_caches=show_caches):
        if width and each.starts_line is not None and each.offset > 0:
            print(file=file)
        print(each._disassemble(width, each.offset == lasti, offset_width), file=file)
    entries = _exception_table(co)
    if entries:
        print('ExceptionTable:', file=file)
        for start, end, target, depth, has_lasti in entries:
            mark = ' lasti' if has_lasti else ''
            print(f'  {start} to {end - 2} -> {target} [{depth}]{mark}', file=file)


disco = disassemble


def _disassemble_deeply(co, file, depth, show_caches):
    disassemble(co, file=file, show_caches=show_caches)
    if depth is None or depth > 0:
        for each in co.co_consts:
            if hasattr(each, 'co_code'):
                print(f'\nDisassembly of {each!r}:', file=file)
                _disassemble_deeply(each, file, None if depth is None else depth - 1, show_caches)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Print the instructions of anything that has code: functions, classes, modules, source text.

    Without it: of where the last exception came from. `depth` is how many levels of functions in it
    are shown, too.
    """
    if x is None:
        distb(file=file, show_caches=show_caches)
        return
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if hasattr(x, '__dict__'):
        for name, value in sorted(x.__dict__.items()):
            if isinstance(value, (types.MethodType, types.FunctionType, types.CodeType, classmethod,
                                  staticmethod, type)):
                print(f'Disassembly of {name}:', file=file)
                try:
                    dis(value, file=file, depth=depth, show_caches=show_caches)
                except TypeError as e:
                    print(f'Sorry: {e}', file=file)
                print(file=file)
    elif hasattr(x, 'co_code') or isinstance(x, str):
        code = compile(x, '<dis>', 'exec') if isinstance(x, str) else x
        _disassemble_deeply(code, file, depth, show_caches)
    elif isinstance(x, (bytes, bytearray)):
        for each in _instructions(x, show_caches=show_caches):
            print(each._disassemble(0), file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Print the code where a traceback ends, and mark the instruction."""
    if tb is None:
        try:
            tb = sys.last_traceback
        except AttributeError:
            raise RuntimeError('no last traceback to disassemble') from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches)


class Bytecode:
    """The instructions of something, to iterate over or to show."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False,
                 adaptive=False):
        self.codeobj = code = _code_of(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self._shift = self.first_line - code.co_firstlineno
        self.current_offset, self.show_caches = current_offset, show_caches
        self._original_object = x

    def __iter__(self):
        return _instructions(self.codeobj.co_code, self.codeobj, self._shift, self.show_caches)

    def __repr__(self):
        return f'{type(self).__name__}({self._original_object!r})'

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code where a traceback ends."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches)

    def info(self):
        """What code_info() tells."""
        return code_info(self.codeobj)

    def dis(self):
        """What disassemble() prints."""
        output = io.StringIO()
        lasti = -1 if self.current_offset is None else self.current_offset
        disassemble(self.codeobj, lasti, file=output, show_caches=self.show_caches)
        return output.getvalue()


if __name__ == '__main__':
    import argparse
    _parser = argparse.ArgumentParser()
    _parser.add_argument('infile', type=argparse.FileType('rb'), nargs='?', default='-')
    _file = _parser.parse_args().infile
    with _file:
        dis(compile(_file.read(), _file.name, 'exec'))
