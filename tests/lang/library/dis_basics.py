"""dis: the instructions of functions and of text."""
import dis
def small(x):
    return [x + 1, 'c']
dis.dis(small)
# expect:   3           0 RESUME                   0
# expect:
# expect:   4           2 LOAD_FAST                0 (x)
# expect:               4 LOAD_CONST               1 (1)
# expect:               6 BINARY_OP                0 (+)
# expect:              10 LOAD_CONST               2 ('c')
# expect:              12 BUILD_LIST               2
# expect:              14 RETURN_VALUE
print([(each.opname, each.argval) for each in dis.get_instructions('a.b = 1')])
# expect: [('RESUME', 0), ('LOAD_CONST', 1), ('LOAD_NAME', 'a'), ('STORE_ATTR', 'b'), ('LOAD_CONST', None), ('RETURN_VALUE', None)]
def guarded(a, b=2):
    try:
        return [each.x for each in a if each is not None]
    except ValueError:
        return f'{b!r:>3}'
print([each.opname for each in dis.get_instructions(guarded)][:8], dis.stack_effect(dis.opmap['POP_TOP']))
# expect: ['RESUME', 'NOP', 'LOAD_CONST', 'MAKE_FUNCTION', 'LOAD_FAST', 'GET_ITER', 'PRECALL', 'CALL'] -1
print(dis.code_info(guarded).split('\n')[2:8])
# expect: ['Argument count:    2', 'Positional-only arguments: 0', 'Kw-only arguments: 0', 'Number of locals:  2', 'Stack size:        4', 'Flags:             OPTIMIZED, NEWLOCALS']
