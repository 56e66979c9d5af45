"""Decorators: order, arguments, classes, any expression."""
def tag(name):
    print('make', name)
    def wrap(f):
        print('apply', name, f.__name__)
        return lambda *a: f'<{name}>{f(*a)}</{name}>'
    return wrap
@tag('b')
@(tag)('i')
def hello(x): return x
# expect: make b
# expect: make i
# expect: apply i hello
# expect: apply b <lambda>
print(hello('x'))                       # expect: <b><i>x</i></b>
registry = {}
@registry.setdefault('f', [lambda f: f][0])
def f(): return 1
@(lambda cls: setattr(cls, 'extra', 5) or cls)
class K: pass
@type
class Meta: pass
@staticmethod
def plain(): return 'static functions can be called'
print(type(f).__name__, K.extra, Meta, plain())
# expect: function 5 <class 'type'> static functions can be called
class Count:
    def __init__(self, f): self.f, self.calls = f, 0
    def __call__(self, *a): self.calls += 1; return self.f(*a)
@Count
def g(x): return x * 2
print(g(1), g(2), g.calls, isinstance(g, Count))  # expect: 2 4 2 True
try:
    @undefined
    def h(): pass
except NameError as error:
    print(error)                        # expect: name 'undefined' is not defined
try:
    @5
    def h(): pass
except TypeError as error:
    print(error)                        # expect: 'int' object is not callable
print('h' in globals())                 # expect: False
@type
def consumed(): pass
print(consumed)                         # expect: <class 'function'>
