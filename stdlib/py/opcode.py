"""The instructions of CPython 3.11: their numbers, and what their arguments mean."""

from _opcode import _table, stack_effect

__all__ = ['EXTENDED_ARG', 'HAVE_ARGUMENT', 'cmp_op', 'hascompare', 'hasconst', 'hasfree',
           'hasjabs', 'hasjrel', 'haslocal', 'hasname', 'hasnargs', 'opmap', 'opname', 'stack_effect']

HAVE_ARGUMENT, EXTENDED_ARG = 90, 144
cmp_op = ('<', '<=', '==', '!=', '>', '>=')


def _with(*kinds):
    return [number for _, number, kind, _ in _table if kind in kinds]


hasconst, hasname, haslocal = _with('CONST'), _with('NAME', 'GLOBAL'), _with('LOCAL')
hasfree, hascompare = _with('CELL'), _with('COMPARE')
hasjrel, hasjabs, hasnargs = _with('JUMP_FORWARD', 'JUMP_BACKWARD'), [], []

opmap = {name: number for name, number, _, _ in _table}
opmap |= {'CACHE': 0, 'EXTENDED_ARG': EXTENDED_ARG}
opname = [f'<{number}>' for number in range(256)]
for _name, _number in opmap.items():
    opname[_number] = _name
del _name, _number

_inline_cache_entries = [0] * 256
for _, _number, _, _count in _table:
    _inline_cache_entries[_number] = _count
del _number, _count

_OPERATORS = (('ADD', '+'), ('AND', '&'), ('FLOOR_DIVIDE', '//'), ('LSHIFT', '<<'),
              ('MATRIX_MULTIPLY', '@'), ('MULTIPLY', '*'), ('REMAINDER', '%'), ('OR', '|'),
              ('POWER', '**'), ('RSHIFT', '>>'), ('SUBTRACT', '-'), ('TRUE_DIVIDE', '/'),
              ('XOR', '^'))
_nb_ops = [(f'NB_{name}', sign) for name, sign in _OPERATORS]
_nb_ops += [(f'NB_INPLACE_{name}', sign + '=') for name, sign in _OPERATORS]
