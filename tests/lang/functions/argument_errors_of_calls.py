"""What is said of calls with stars, of classes, and of what cannot be called."""
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
calls = '''D() | D(1) | D(1, 2, 3) | C(1) | one(*5) | one(**5) | one(**{1: 2}) | one(x=1, **{'x': 2}) | one(*[1], x=2) | one(*None) | many(*[1, 2], **{'b': 3}) | (lambda a: a)() | (lambda: 1)(2) | many(a=1) | many(b=1, c=2) | one(1, **[]) | only(**{'k': 1, 'y': 2}) | int(1, 2, 3) | 5() | None() | "a"(1) | [1](0)'''
for call in calls.replace('\n', ' | ').split(' | '):
    try:
        eval(call)
        print(call, 'is fine')
    except TypeError as error:
        print(call, '-', error)
        # expect: D() - D.__init__() missing 2 required positional arguments: 'a' and 'b'
        # expect: D(1) - D.__init__() missing 1 required positional argument: 'b'
        # expect: D(1, 2, 3) - D.__init__() takes 3 positional arguments but 4 were given
        # expect: C(1) - C() takes no arguments
        # expect: one(*5) - __main__.one() argument after * must be an iterable, not int
        # expect: one(**5) - __main__.one() argument after ** must be a mapping, not int
        # expect: one(**{1: 2}) - keywords must be strings
        # expect: one(x=1, **{'x': 2}) - __main__.one() got multiple values for keyword argument 'x'
        # expect: one(*[1], x=2) - one() got multiple values for argument 'x'
        # expect: one(*None) - __main__.one() argument after * must be an iterable, not NoneType
        # expect: many(*[1, 2], **{'b': 3}) - many() got multiple values for argument 'b'
        # expect: (lambda a: a)() - <lambda>() missing 1 required positional argument: 'a'
        # expect: (lambda: 1)(2) - <lambda>() takes 0 positional arguments but 1 was given
        # expect: many(a=1) - many() missing 2 required positional arguments: 'b' and 'c'
        # expect: many(b=1, c=2) - many() missing 1 required positional argument: 'a'
        # expect: one(1, **[]) - __main__.one() argument after ** must be a mapping, not list
        # expect: only(**{'k': 1, 'y': 2}) - only() got an unexpected keyword argument 'y'
        # expect: int(1, 2, 3) - int() takes at most 2 arguments (3 given)
        # expect: 5() - 'int' object is not callable
        # expect: None() - 'NoneType' object is not callable
        # expect: "a"(1) - 'str' object is not callable
        # expect: [1](0) - 'list' object is not callable
# expect stderr: <string>:1: SyntaxWarning: 'int' object is not callable; perhaps you missed a comma?
# expect stderr: <string>:1: SyntaxWarning: 'NoneType' object is not callable; perhaps you missed a comma?
# expect stderr: <string>:1: SyntaxWarning: 'str' object is not callable; perhaps you missed a comma?
# expect stderr: <string>:1: SyntaxWarning: 'list' object is not callable; perhaps you missed a comma?
