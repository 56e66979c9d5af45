# Bases, metaclasses and mro() under change.import sys
sys.unraisablehook = lambda ignored: None  # expect error: NameError: name 'sys' is not defined


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def class_assignment():
    class A: __slots__ = ('a',)
    class B: __slots__ = ('a', 'b')
    class C: pass
    x = A(); x.a = 1
    for c in B, C, int, type, 5, None, A:
        try: x.__class__ = c
        except TypeError as e: print(e)
    (1).__class__ = C









@run
def odd_dicts():
    for d in (
            {1: 2}, {'__slots__': 5}, {'__slots__': ('a', 'a')}, {'__slots__': ('1',)},
            {'__slots__': ('__dict__', '__dict__')}, {'__slots__': 'a', 'a': 1},
            {'__qualname__': 5}, {'__classcell__': 5}, {'__module__': 5, '__doc__': 1},
            {'__hash__': 5}, {'__eq__': None}, {'__init_subclass__': 5},
            {'__set_name__': 1, 'x': type('D', (), {'__set_name__': 5})()}, {'__del__': 7},
            {'__new__': 8}, {'__getattribute__': 9}):
        try: print(list(d), repr(type('T', (), d)())[:12])
        except Exception as e: print(list(d), type(e).__name__, str(e)[:70])
    class S(str):
        def __hash__(self): return 1 / 0
    type('T', (), {'a': 1, **({} if False else {})}); type(S('x'), (), {})
