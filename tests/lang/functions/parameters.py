"""Every kind of parameter, and how arguments reach it."""
def f(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, x=8))
# expect: (1, 2, 3, (), 4, 5, {}) (1, 2, 3, (4, 5), 6, 7, {'x': 8})
print(f(*[1, 2], **{'c': 9, 'd': 0}))   # expect: (1, 2, 9, (), 0, 5, {})
print(f(1, d=1, a=2, b=3))              # expect: (1, 2, 3, (), 1, 5, {'a': 2, 'b': 3})
print(f(*'ab', *'cd', d=1, **{}, **{'z': 1}))  # expect: ('a', 'b', 'c', ('d',), 1, 5, {'z': 1})
def g(*, k): return k
def h(*args): return args
def i(**kw): return kw
def j(a, /, **kw): return a, kw
print(g(k=1), h(), h(*range(3)), i())   # expect: 1 () (0, 1, 2) {}
print(i(**{'class': 1, 'not a name': 2}))  # expect: {'class': 1, 'not a name': 2}
print(j(1, a=2))                        # expect: (1, {'a': 2})
print((lambda *a, k=1, **q: (a, k, q))(1, 2, k=3, z=4))  # expect: ((1, 2), 3, {'z': 4})
print(list(i(b=1, a=2, **{'c': 0})))    # expect: ['b', 'a', 'c']
default = []
def k(x, acc=default): acc.append(x); return acc
print(k(1), k(2), k(3, []), default)    # expect: [1, 2] [1, 2] [3] [1, 2]
print(k.__defaults__, f.__kwdefaults__)  # expect: ([1, 2],) {'e': 5}
print(f.__defaults__)                   # expect: (2, 3)
f.__defaults__ = (20, 30); f.__kwdefaults__ = {'d': 'D'}
try:
    print(f(1), f(1, 2))
except TypeError as error:
    print(error)                        # expect: f() missing 1 required keyword-only argument: 'e'
def order(*args, **kw): return args, kw
def say(x): print(x, end=' '); return x
print(order(say(1), *[say(2)], k=say(3), *[say(4)], **{'z': say(5)}))
# expect: 1 2 4 3 5 ((1, 2, 4), {'k': 3, 'z': 5})
n = 5
def late(x=n): return x
n = 6
print(late())                           # expect: 5
