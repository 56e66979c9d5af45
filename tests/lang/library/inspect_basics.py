"""inspect: signatures, sources, members, states."""
import functools, inspect
def f(a, b: int = 3, /, c=4, *args, d, e='x', **kw) -> str:
    """Doc.

        More.
    """
    return a
class C:
    def __init__(self, x, y=2): pass
    def method(self, q):        # One line.
        return inspect.currentframe().f_back.f_lineno, inspect.stack()[0].function
    @staticmethod
    def static(z): pass
    @classmethod
    def of_class(cls, w): pass
for each in (f, C, C.method, C(1).method, C.static, C.of_class, functools.partial(f, 1, d=2), len):
    print(inspect.signature(each))
    # expect: (a, b: int = 3, /, c=4, *args, d, e='x', **kw) -> str
    # expect: (x, y=2)
    # expect: (self, q)
    # expect: (q)
    # expect: (z)
    # expect: (w)
    # expect: (b: int = 3, /, c=4, *args, d=2, e='x', **kw) -> str
    # expect: (obj, /)
print(inspect.getfullargspec(f))
# expect: FullArgSpec(args=['a', 'b', 'c'], varargs='args', varkw='kw', defaults=(3, 4), kwonlyargs=['d', 'e'], kwonlydefaults={'e': 'x'}, annotations={'return': <class 'str'>, 'b': <class 'int'>})
print(inspect.getsource(C.method), inspect.getsourcelines(C)[1], len(inspect.getsourcelines(C)[0]))
# expect:     def method(self, q):        # One line.
# expect:         return inspect.currentframe().f_back.f_lineno, inspect.stack()[0].function
# expect:  9 8
print(repr(inspect.getdoc(f)), C(1).method(2)[1], inspect.isfunction(f), inspect.isclass(C))
# expect: 'Doc.\n\nMore.' method True True
print([name for name, _ in inspect.getmembers(C, inspect.isroutine) if name[0] != '_'])
# expect: ['method', 'of_class', 'static']
bound = inspect.signature(f).bind(1, d=5, more=6)
print(bound, bound.args, bound.kwargs)
# expect: <BoundArguments (a=1, d=5, kw={'more': 6})> (1,) {'d': 5, 'more': 6}
bound.apply_defaults()
print(bound.arguments)
# expect: {'a': 1, 'b': 3, 'c': 4, 'args': (), 'd': 5, 'e': 'x', 'kw': {'more': 6}}
for arguments in ((), (1,)):
    try:
        inspect.signature(f).bind(*arguments)
    except TypeError as e:
        print(e)
        # expect: missing a required argument: 'a'
        # expect: missing a required argument: 'd'
def generate(): yield 1
g = generate()
states = [inspect.getgeneratorstate(g)]
next(g)
states.append(inspect.getgeneratorstate(g))
g.close()
print(states, inspect.getgeneratorstate(g), inspect.isgeneratorfunction(generate))
# expect: ['GEN_CREATED', 'GEN_SUSPENDED'] GEN_CLOSED True
print(type(inspect.getattr_static(C, 'static')).__name__, inspect.cleandoc('  a\n    b\n      c').split('\n'))
# expect: staticmethod ['a', 'b', '  c']
