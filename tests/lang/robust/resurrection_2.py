# __del__ that resurrects, raises, collects; callbacks of weak references that change things.
import gc, threading, weakref, sys
sys.unraisablehook = lambda u: print('ignored', type(u.exc_value).__name__)


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def starts_thread():
    class A:
        def __del__(self): t = threading.Thread(target=done.append, args=(1,)); t.start(); t.join()
    done = []
    A(); a = A(); a.me = a; del a; gc.collect()
    return done                         # expect: starts_thread [1, 1]


@run
def deletes_itself():
    class A:
        def __del__(self): del A.__del__; self.__dict__.clear(); self.__class__ = B
    class B: pass
    A(); A()                            # expect: deletes_itself None


@run
def recursive_death():
    class A:
        def __del__(self): A() if len(n) < 500 and not n.append(1) else None
    n = []; A()
    return len(n)                       # expect: recursive_death 500


@run
def long_chain():
    class A: pass
    a = None
    for i in range(100000): b = A(); b.next = a; a = b
    del a, b
    x = None
    for i in range(100000): x = (x, [x], {1: x})[:1]
    del x
    x = None
    for i in range(100000): x = lambda x=x: x
    del x                               # expect: long_chain None
