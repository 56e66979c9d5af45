"""What ints cannot do."""
for expression in ('1 / 0', '1 // 0', '1 % 0', 'divmod(1, 0)', '0 ** -1', 'pow(2, -1, 4)',
                   'pow(2, 3, 0)',
                   '10**400 / 3', '10**400 * 1.0', '1 + "a"', '"a" + 1', '-"a"', '~1.5',
                   '1 << -1', 'pow(2, 3, 1.5)'):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, '-')
        print(type(error).__name__ + ':', error)
# expect: 1 / 0 -
# expect: ZeroDivisionError: division by zero
# expect: 1 // 0 -
# expect: ZeroDivisionError: integer division or modulo by zero
# expect: 1 % 0 -
# expect: ZeroDivisionError: integer modulo by zero
# expect: divmod(1, 0) -
# expect: ZeroDivisionError: integer division or modulo by zero
# expect: 0 ** -1 -
# expect: ZeroDivisionError: 0.0 cannot be raised to a negative power
# expect: pow(2, -1, 4) -
# expect: ValueError: base is not invertible for the given modulus
# expect: pow(2, 3, 0) -
# expect: ValueError: pow() 3rd argument cannot be 0
# expect: 10**400 / 3 -
# expect: OverflowError: integer division result too large for a float
# expect: 10**400 * 1.0 -
# expect: OverflowError: int too large to convert to float
# expect: 1 + "a" -
# expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
# expect: "a" + 1 -
# expect: TypeError: can only concatenate str (not "int") to str
# expect: -"a" -
# expect: TypeError: bad operand type for unary -: 'str'
# expect: ~1.5 -
# expect: TypeError: bad operand type for unary ~: 'float'
# expect: 1 << -1 -
# expect: ValueError: negative shift count
# expect: pow(2, 3, 1.5) -
# expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
