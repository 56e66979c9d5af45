# Descriptors that delete themselves; __getattribute__ that changes its class; cells.
import gc


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def dict_grows_while_set():
    class K(str):
        def __eq__(self, o): a.__dict__.clear(); return str.__eq__(self, o)
        __hash__ = str.__hash__
    class A: pass
    a = A(); a.__dict__[K('x')] = 1
    a.x = 2; del a.x
    return a.__dict__                   # expect: dict_grows_while_set {}
