"""math: constants, functions, domains, errors."""
import math
print(math.pi, math.e, math.tau, math.inf)
# expect: 3.141592653589793 2.718281828459045 6.283185307179586 inf
print(math.nan, math.sqrt(2), math.sin(1))  # expect: nan 1.4142135623730951 0.8414709848078965
print(math.cos(1), math.tan(1), math.atan2(1, -1))
# expect: 0.5403023058681398 1.5574077246549023 2.356194490192345
print(math.exp(1), math.log(10), math.log(8, 2))  # expect: 2.718281828459045 2.302585092994046 3.0
print(math.log2(8), math.log10(1000))   # expect: 3.0 3.0
print(math.log1p(1e-10), math.expm1(1e-10))  # expect: 9.999999999500001e-11 1.00000000005e-10
print(math.hypot(3, 4), math.hypot(1, 2, 2))  # expect: 5.0 3.0
print(math.dist((0, 0), (3, 4)))        # expect: 5.0
print(math.floor(-1.5), math.ceil(-1.5))  # expect: -2 -1
print(math.trunc(-1.5), math.fabs(-2))  # expect: -1 2.0
print(math.factorial(20), math.gcd(12, 18))  # expect: 2432902008176640000 6
print(math.gcd(), math.lcm(4, 6), math.comb(5, 2))  # expect: 0 12 10
print(math.perm(5, 2), math.isqrt(10**20 + 1))  # expect: 20 10000000000
print(math.prod([1, 2, 3]), math.fsum([.1] * 10))  # expect: 6 1.0
print(math.modf(-1.5), math.frexp(8))   # expect: (-0.5, -1.0) (0.5, 4)
print(math.ldexp(1, 10), math.copysign(1, -0.0))  # expect: 1024.0 -1.0
print(math.isnan(math.nan), math.isinf(-math.inf))  # expect: True True
print(math.isfinite(1), math.isclose(.1 + .2, .3))  # expect: True True
print(math.isclose(1, 1.1, rel_tol=.2))  # expect: True
print(math.remainder(5, 3), math.fmod(-5, 3))  # expect: -1.0 -2.0
print(math.pow(2, .5), math.degrees(math.pi))  # expect: 1.4142135623730951 180.0
print(math.radians(180), math.gamma(5))  # expect: 3.141592653589793 24.0
print(math.erf(.5), math.erfc(.5))      # expect: 0.5204998778130465 0.4795001221869535
print(math.nextafter(1, 2), math.ulp(1))  # expect: 1.0000000000000002 2.220446049250313e-16
print(math.cbrt(27), math.exp2(10))     # expect: 3.0000000000000004 1024.0
print(math.floor(10**20 + .5), math.log(10**400))
# expect: 100000000000000000000 921.0340371976182
print(math.sqrt(10**20), math.factorial(30))
# expect: 10000000000.0 265252859812191058636308480000000
print(math.gcd(-4, 6, 8), math.gcd(2**100, 6**50))  # expect: 2 1125899906842624
print(math.isqrt(2**200), math.log2(2**1000))  # expect: 1267650600228229401496703205376 1000.0
print(math.comb(100, 50), math.asinh(1))
# expect: 100891344545564193334812497256 0.881373587019543
print(math.acosh(2), math.atanh(.5), math.sinh(1))
# expect: 1.3169578969248166 0.5493061443340548 1.1752011936438014
print(math.acos(.5), math.asin(.5))     # expect: 1.0471975511965979 0.5235987755982989
class N:
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __trunc__(self): return 'trunc'
    def __float__(self): return 4.0
print(math.floor(N()), math.ceil(N()))  # expect: floor ceil
print(math.trunc(N()), math.sqrt(N()))  # expect: trunc 2.0
