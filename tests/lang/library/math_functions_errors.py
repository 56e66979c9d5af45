"""What the functions of math refuse."""
import math
for call in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1),
             lambda: math.exp(1000), lambda: math.acos(2), lambda: math.factorial(-1),
             lambda: math.factorial(1.5), lambda: math.isqrt(-1), lambda: math.sqrt('a'),
             lambda: math.floor('a'), lambda: math.gcd(1.5), lambda: math.comb(-1, 2),
             lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.floor(math.inf),
             lambda: math.ceil(math.nan), lambda: math.sqrt(10**400),
             lambda: math.dist((1,), (1, 2)), lambda: math.log(2, 1),
             lambda: math.ldexp(1, 10**10), lambda: math.sin(math.inf), lambda: math.gamma(-1),
             lambda: math.sqrt(), lambda: math.prod(5), lambda: math.fsum(['a']),
             lambda: math.trunc('a')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError math domain error
    # expect: ValueError math domain error
    # expect: ValueError math domain error
    # expect: OverflowError math range error
    # expect: ValueError math domain error
    # expect: ValueError factorial() not defined for negative values
    # expect: TypeError 'float' object cannot be interpreted as an integer
    # expect: ValueError isqrt() argument must be nonnegative
    # expect: TypeError must be real number, not str
    # expect: TypeError must be real number, not str
    # expect: TypeError 'float' object cannot be interpreted as an integer
    # expect: ValueError n must be a non-negative integer
    # expect: ValueError math domain error
    # expect: ValueError math domain error
    # expect: OverflowError cannot convert float infinity to integer
    # expect: ValueError cannot convert float NaN to integer
    # expect: OverflowError int too large to convert to float
    # expect: ValueError both points must have the same number of dimensions
    # expect: ZeroDivisionError float division by zero
    # expect: OverflowError math range error
    # expect: ValueError math domain error
    # expect: ValueError math domain error
    # expect: TypeError math.sqrt() takes exactly one argument (0 given)
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError must be real number, not str
    # expect: TypeError type str doesn't define __trunc__ method
