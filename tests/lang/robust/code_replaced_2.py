# Functions whose code, defaults and frames change under them.
import gc, sys, types


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def defaults():
    def f(a, b=1, *, c=2): return a, b, c
    f.__defaults__ = (1, 2, 3, 4, 5)
    print(f(), f.__defaults__)
    f.__kwdefaults__ = {'c': f, 5: 6}
    f.__defaults__ = None
    print(f(1, 2)[:2])
    f.__kwdefaults__ = None
    f(1, 2)
# expect: (4, 5, 2) (1, 2, 3, 4, 5)
# expect: (1, 2)
# expect: defaults TypeError defaults.<locals>.f() missing 1 required keyword-only argument: 'c'





@run
def clears_caller():
    def f():
        try: sys._getframe(1).clear()
        except RuntimeError as e: print(e)
    f()
    return 1
# expect: cannot clear an executing frame
# expect: clears_caller 1




@run
def locals_of_frame():
    x = 1
    fr = sys._getframe(); fr.f_locals['x'] = 5; fr.f_locals.clear()
    return x, fr.f_locals.get('x')      # expect: locals_of_frame (1, 1)


@run
def new_function():
    for args in ((5, {}), ((lambda: 0).__code__, 5), ((lambda: 0).__code__, {}, 5),
            ((lambda: 0).__code__, {}, 'a', 5), ((lambda: 0).__code__, {}, 'a', (), (5,))):
        try: print(types.FunctionType(*args)())
        except Exception as e: print(type(e).__name__, e)
# expect: TypeError function() argument 'code' must be code, not int
# expect: TypeError function() argument 'globals' must be dict, not int
# expect: TypeError arg 3 (name) must be None or string
# expect: TypeError arg 4 (defaults) must be None or tuple
# expect: ValueError <lambda> requires closure of length 0, not 1
# expect: new_function None
