"""Annotations: when they are evaluated, and where they are kept."""
def say(x): print('say', x); return x
def f(a: say(1), b: say(2) = say(3)) -> say(4):
    c: say('never') = 5
    return c
# expect: say 3
# expect: say 1
# expect: say 2
# expect: say 4
x: say(5) = say(6)
# expect: say 6
# expect: say 5
y: 'forward'
(z): int = 1
class A:
    m: int
    n: str = 'n'
    def g(self) -> 'A': pass
print(f.__annotations__, __annotations__)
# expect: {'a': 1, 'b': 2, 'return': 4} {'x': 5, 'y': 'forward'}
print(A.__annotations__, f(1), hasattr(A, 'm'))
# expect: {'m': <class 'int'>, 'n': <class 'str'>} 5 False
print('y' in globals(), A.g.__annotations__)  # expect: False {'return': 'A'}
d = {}
d['k']: say('target key') = 1           # expect: say target key
A.new: int = 5
print(d, A.new, (lambda: 0).__annotations__)  # expect: {'k': 1} 5 {}
def local():
    try:
        v: int
        print(v)
    except UnboundLocalError as error:
        print(error)
local()
# expect: cannot access local variable 'v' where it is not associated with a value
def star(*args: int, **kw: str): pass
print(star.__annotations__)             # expect: {'args': <class 'int'>, 'kw': <class 'str'>}
class Empty: pass
print(Empty.__annotations__, Empty.__dict__.get('__annotations__'))  # expect: {} {}
