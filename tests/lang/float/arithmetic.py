"""IEEE arithmetic: division, remainders, infinities, signed zero."""
inf, nan = float('inf'), float('nan')
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2)  # expect: 3.0 -4.0 1.5 0.5
print(7.5 % -2, divmod(-7.5, 2), divmod(7.5, -2))  # expect: -0.5 (-4.0, 0.5) (-4.0, -0.5)
print(5 % inf, -5 % inf, 5 // inf, -5 // inf)  # expect: 5.0 inf 0.0 -1.0
print(0.0 % -1, -0.0 % 1, 1e300 * 1e10)  # expect: -0.0 0.0 inf
print(-1e300 * 1e10)                    # expect: -inf
print(inf - inf, inf * 0, inf + 1, -inf + 1)  # expect: nan nan inf -inf
print(inf == inf, nan == nan, nan != nan)  # expect: True False True
print(nan in [nan], [nan] == [nan])     # expect: True True
print(0.0 == -0.0, str(-0.0), 0.0 * -1)  # expect: True -0.0 -0.0
print(-0.0 + 0.0, -0.0 - 0.0, 0 * -1.0)  # expect: 0.0 -0.0 -0.0
print(2.0**0.5, (-8.0)**2, 2.0**-1, 0.0**0)  # expect: 1.4142135623730951 64.0 0.5 1.0
print(inf**0, nan**0, 1.0**nan)         # expect: 1.0 1.0 1.0
print((-2)**0.5 == (-2 + 0j)**0.5, 1e200**-2)  # expect: True 0.0
print(abs(-1.5), -1.5, +1.5, 1.5 + 1, 1 + 1.5)  # expect: 1.5 -1.5 1.5 2.5 2.5
print(True + 0.5, 3 * 0.1, 1e16 + 1, 1e16 + 2)
# expect: 1.5 0.30000000000000004 1e+16 1.0000000000000002e+16
print(0.1 + 0.1 + 0.1 == 0.3, 0.5 + 0.25 == 0.75)  # expect: False True
print(sum([0.1] * 10), 10 * 0.1)        # expect: 0.9999999999999999 1.0
print(hash(1.0) == hash(1), hash(0.5), hash(inf))  # expect: True 1152921504606846976 314159
print(hash(-inf), hash(1e300), hash(-0.0))  # expect: -314159 1224995262755759164 0
print(hash(2.0**70) == hash(2**70))     # expect: True
for expression in ('1.0 / 0', '1.0 // 0', '1.0 % 0', 'divmod(1.0, 0)', '0.0 ** -1', '1e300 ** 2',
                   '1.5 + "a"', '1.5 & 1',
                   'int(inf)', 'int(nan)', 'pow(2.0, 3, 5)'):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, '-')
        print(type(error).__name__ + ':', error)
# expect: 1.0 / 0 -
# expect: ZeroDivisionError: float division by zero
# expect: 1.0 // 0 -
# expect: ZeroDivisionError: float floor division by zero
# expect: 1.0 % 0 -
# expect: ZeroDivisionError: float modulo
# expect: divmod(1.0, 0) -
# expect: ZeroDivisionError: float divmod()
# expect: 0.0 ** -1 -
# expect: ZeroDivisionError: 0.0 cannot be raised to a negative power
# expect: 1e300 ** 2 -
# expect: OverflowError: (34, 'Numerical result out of range')
# expect: 1.5 + "a" -
# expect: TypeError: unsupported operand type(s) for +: 'float' and 'str'
# expect: 1.5 & 1 -
# expect: TypeError: unsupported operand type(s) for &: 'float' and 'int'
# expect: int(inf) -
# expect: OverflowError: cannot convert float infinity to integer
# expect: int(nan) -
# expect: ValueError: cannot convert float NaN to integer
# expect: pow(2.0, 3, 5) -
# expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
