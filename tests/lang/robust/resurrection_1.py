# __del__ that resurrects, raises, collects; callbacks of weak references that change things.
import gc, threading, weakref, sys
sys.unraisablehook = lambda u: print('ignored', type(u.exc_value).__name__)


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def resurrects():
    class A:
        def __del__(self): kept.append(self)
    kept = []
    A(); a = kept.pop(); del a
    return len(kept)                    # expect: resurrects 0


@run
def resurrects_cycle():
    class A:
        def __del__(self): kept.append(self)
    kept = []
    for i in range(3):
        a = A(); a.me = a; del a; gc.collect(); print(len(kept)); kept.clear()
    gc.collect(); gc.collect()
    return len(kept)
# expect: 1
# expect: 1
# expect: 1
# expect: resurrects_cycle 0






@run
def raises():
    class A:
        def __del__(self): 1 / 0
    A(); a = A(); a.me = a; del a; gc.collect()
# expect: ignored ZeroDivisionError
# expect: ignored ZeroDivisionError
# expect: raises None





@run
def collects():
    class A:
        def __del__(self): gc.collect(); B()
    class B:
        def __del__(self): gc.collect()
    for i in range(5): a = A(); a.me = a
    del a; gc.collect()                 # expect: collects None
