"""What is said of calls that do not fit."""
def f(a, b, c=1, /, d=2, *, e, g=3): pass
def one(x): pass
def none(): pass
def many(a, b, c): pass
def only(*, k): pass
def defaults(a, b=1): pass
def pos(a, b, /): pass
class C:
    def method(self, x): pass
    @classmethod
    def cls(cls): pass
    @staticmethod
    def static(): pass
    def noself(): pass
class D:
    def __init__(self, a, b): pass
calls = '''one() | one(1, 2) | one(1, x=2) | one(y=1) | none(1) | none(a=1) | many() | many(1) | many(1, 2) | many(1, 2, 3, 4) | only() | only(1) | only(1, k=2) | only(k=1, z=2)
defaults() | defaults(1, 2, 3) | pos(1, b=2) | pos(a=1, b=2) | pos() | f(1) | f(1, 2, 3, 4, 5, e=1) | f(1, 2, c=3, e=4) | f(1, 2, a=5, b=6, e=1) | C().method() | C().method(1, 2) | C.method() | C.cls(1) | C().static(1) | C().noself()'''
for call in calls.replace('\n', ' | ').split(' | '):
    try:
        eval(call)
        print(call, 'is fine')
    except TypeError as error:
        print(call, '-', error)
        # expect: one() - one() missing 1 required positional argument: 'x'
        # expect: one(1, 2) - one() takes 1 positional argument but 2 were given
        # expect: one(1, x=2) - one() got multiple values for argument 'x'
        # expect: one(y=1) - one() got an unexpected keyword argument 'y'
        # expect: none(1) - none() takes 0 positional arguments but 1 was given
        # expect: none(a=1) - none() got an unexpected keyword argument 'a'
        # expect: many() - many() missing 3 required positional arguments: 'a', 'b', and 'c'
        # expect: many(1) - many() missing 2 required positional arguments: 'b' and 'c'
        # expect: many(1, 2) - many() missing 1 required positional argument: 'c'
        # expect: many(1, 2, 3, 4) - many() takes 3 positional arguments but 4 were given
        # expect: only() - only() missing 1 required keyword-only argument: 'k'
        # expect: only(1) - only() takes 0 positional arguments but 1 was given
        # expect: only(1, k=2) - only() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given
        # expect: only(k=1, z=2) - only() got an unexpected keyword argument 'z'
        # expect: defaults() - defaults() missing 1 required positional argument: 'a'
        # expect: defaults(1, 2, 3) - defaults() takes from 1 to 2 positional arguments but 3 were given
        # expect: pos(1, b=2) - pos() got some positional-only arguments passed as keyword arguments: 'b'
        # expect: pos(a=1, b=2) - pos() got some positional-only arguments passed as keyword arguments: 'a, b'
        # expect: pos() - pos() missing 2 required positional arguments: 'a' and 'b'
        # expect: f(1) - f() missing 1 required positional argument: 'b'
        # expect: f(1, 2, 3, 4, 5, e=1) - f() takes from 2 to 4 positional arguments but 5 positional arguments (and 1 keyword-only argument) were given
        # expect: f(1, 2, c=3, e=4) - f() got some positional-only arguments passed as keyword arguments: 'c'
        # expect: f(1, 2, a=5, b=6, e=1) - f() got some positional-only arguments passed as keyword arguments: 'a, b'
        # expect: C().method() - C.method() missing 1 required positional argument: 'x'
        # expect: C().method(1, 2) - C.method() takes 2 positional arguments but 3 were given
        # expect: C.method() - C.method() missing 2 required positional arguments: 'self' and 'x'
        # expect: C.cls(1) - C.cls() takes 1 positional argument but 2 were given
        # expect: C().static(1) - C.static() takes 0 positional arguments but 1 was given
        # expect: C().noself() - C.noself() takes 0 positional arguments but 1 was given
