"""Operators that nobody offers, and what is said then."""
class N:
    def __add__(self, o): return NotImplemented
    def __sub__(self, o): return NotImplemented
    def __rpow__(self, o): return f'rpow {o}'
m = N()
for call in (lambda: m - 1, lambda: 1 - m, lambda: m + 'a', lambda: 'a' + m, lambda: m % 2,
             lambda: 1 * m, lambda: m >> 1, lambda: m & 1, lambda: -object(), lambda: m / 2,
             lambda: m // 2, lambda: [] @ [], lambda: m.__sub__(1), lambda: pow(5, m),
             lambda: round(object()), lambda: abs('a'), lambda: divmod('a', 1),
             lambda: None + None, lambda: {} + {}, lambda: len + 1, lambda: int + 1,
             lambda: ~'a', lambda: print >> 1, lambda: 1 ** 'a', lambda: pow('a', 1, 2)):
    try:
        print(call())
    except TypeError as error:
        print(error)
# expect: unsupported operand type(s) for -: 'N' and 'int'
# expect: unsupported operand type(s) for -: 'int' and 'N'
# expect: unsupported operand type(s) for +: 'N' and 'str'
# expect: can only concatenate str (not "N") to str
# expect: unsupported operand type(s) for %: 'N' and 'int'
# expect: unsupported operand type(s) for *: 'int' and 'N'
# expect: unsupported operand type(s) for >>: 'N' and 'int'
# expect: unsupported operand type(s) for &: 'N' and 'int'
# expect: bad operand type for unary -: 'object'
# expect: unsupported operand type(s) for /: 'N' and 'int'
# expect: unsupported operand type(s) for //: 'N' and 'int'
# expect: unsupported operand type(s) for @: 'list' and 'list'
# expect: NotImplemented
# expect: rpow 5
# expect: type object doesn't define __round__ method
# expect: bad operand type for abs(): 'str'
# expect: unsupported operand type(s) for divmod(): 'str' and 'int'
# expect: unsupported operand type(s) for +: 'NoneType' and 'NoneType'
# expect: unsupported operand type(s) for +: 'dict' and 'dict'
# expect: unsupported operand type(s) for +: 'builtin_function_or_method' and 'int'
# expect: unsupported operand type(s) for +: 'type' and 'int'
# expect: bad operand type for unary ~: 'str'
# expect: unsupported operand type(s) for >>: 'builtin_function_or_method' and 'int'. Did you mean "print(<message>, file=<output_stream>)"?
# expect: unsupported operand type(s) for ** or pow(): 'int' and 'str'
# expect: unsupported operand type(s) for ** or pow(): 'str', 'int', 'int'
for name in ('+=', '-=', '*=', '/=', '//=', '%=', '**=', '<<=', '>>=', '&=', '|=', '^=', '@='):
    x = object()
    try:
        exec('x ' + name + ' 1')
    except TypeError as error:
        print(error)
        # expect: unsupported operand type(s) for +=: 'object' and 'int'
        # expect: unsupported operand type(s) for -=: 'object' and 'int'
        # expect: unsupported operand type(s) for *=: 'object' and 'int'
        # expect: unsupported operand type(s) for /=: 'object' and 'int'
        # expect: unsupported operand type(s) for //=: 'object' and 'int'
        # expect: unsupported operand type(s) for %=: 'object' and 'int'
        # expect: unsupported operand type(s) for **=: 'object' and 'int'
        # expect: unsupported operand type(s) for <<=: 'object' and 'int'
        # expect: unsupported operand type(s) for >>=: 'object' and 'int'
        # expect: unsupported operand type(s) for &=: 'object' and 'int'
        # expect: unsupported operand type(s) for |=: 'object' and 'int'
        # expect: unsupported operand type(s) for ^=: 'object' and 'int'
        # expect: unsupported operand type(s) for @=: 'object' and 'int'
