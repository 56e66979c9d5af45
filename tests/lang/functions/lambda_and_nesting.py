"""Lambdas, functions in functions, recursion, immediate calls."""
compose = lambda *fs: (lambda x: compose(*fs[:-1])(fs[-1](x))) if fs else x if False else (lambda x: x) if not fs else (lambda x: compose(*fs[:-1])(fs[-1](x)))
print(compose(lambda x: x + 1, lambda x: x * 2)(5))  # expect: 11
print((lambda: 'now')())                # expect: now
print((lambda x, y=2, *z, k=3, **q: (x, y, z, k, q))(1))  # expect: (1, 2, (), 3, {})
print([f(3) for f in (lambda x: x, lambda x: x * x)])  # expect: [3, 9]
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda *a: y(y)(*a)))
print(Y(lambda fac: lambda n: 1 if n < 2 else n * fac(n - 1))(20))  # expect: 2432902008176640000
print((lambda n: n if n < 2 else fib(n))(1))  # expect: 1
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(fib(20), ack(2, 3), even(500), odd(500))  # expect: 6765 9 True False
print(sorted([3, 1, 2], key=lambda x: -x))  # expect: [3, 2, 1]
print((lambda: (yield))().send(None))   # expect: None
print((lambda *, a: a)(a=1))            # expect: 1
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))                       # expect: 900
def returns_nothing(): pass
def returns_early():
    for i in range(10):
        if i == 3: return i
    return 'never'
def returns_in_finally():
    try: return 'try'
    finally: return 'finally'
print(returns_nothing(), returns_early())  # expect: None 3
print(returns_in_finally())             # expect: finally
