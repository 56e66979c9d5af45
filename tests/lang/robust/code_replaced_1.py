# Functions whose code, defaults and frames change under them.
import gc, sys, types


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def other_free_variables():
    x = y = 1
    def f(): return x
    def g(): return x, y
    f.__code__ = g.__code__
# expect: other_free_variables ValueError f() requires a code object with 1 free vars, not 2


@run
def while_running():
    def g(): return 'other'
    def f(): f.__code__ = g.__code__; gc.collect(); return 'same'
    return f(), f()
# expect: while_running ValueError f() requires a code object with 2 free vars, not 0


@run
def while_running():
    def g(): return 'other'
    def f():
        f.__code__ = g.__code__
        gc.collect()
        return 'same'
    return f(), f()
# expect: while_running ValueError f() requires a code object with 2 free vars, not 0


@run
def of_generator():
    def g(): yield 1
    def f(): return 5
    i = g(); g.__code__ = f.__code__
    return list(i), g()                 # expect: of_generator ([1], 5)


@run
def junk_code():
    def f(): pass
    f.__code__ = 5
# expect: junk_code TypeError __code__ must be set to a code object
