# sys.setrecursionlimit small and large, recursion in threads with small stacks.
import sys, threading, json, copy, functools


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


def depth():
    n = 0
    def f():
        nonlocal n
        n += 1; f()
    try: f()
    except RecursionError: pass
    return n


@run
def nested_containers():
    for make in (lambda x: [x], lambda x: (x,), lambda x: {1: x}, lambda x: iter([x]),
            lambda x: functools.partial(print, x), lambda x: map(str, x), lambda x: zip([x]),
            lambda x: reversed([x]), lambda x: {1: x}.items(), lambda x: (i for i in [x])):
        x = []
        for i in range(30000): x = make(x)
        for f in (
                repr, hash, lambda x: x == x, copy.deepcopy, lambda x: list(x), str,
                lambda x: json.dumps(x)):
            try: f(x)
            except (RecursionError, TypeError, MemoryError, ValueError): pass
            except Exception as e: print(type(e))
        del x                           # expect: nested_containers None


@run
def exceptions():
    e = None
    for i in range(5000):
        n = ValueError(); n.__context__ = e; n.__cause__ = e; e = n
    g = ValueError()
    for i in range(900): g = ExceptionGroup('g', [g])
    import traceback
    for f in (
            lambda: g.split(int), lambda: g.subgroup(lambda e: True), lambda: repr(g),
            lambda: len(traceback.format_exception(e)) > 5,
            lambda: len(traceback.format_exception(g)) > 5):
        try: f()
        except RecursionError: print('too deep')
# expect: exceptions TypeError expected a function, exception type or tuple of exception types
