# __del__ that resurrects, raises, collects; callbacks of weak references that change things.
import gc, threading, weakref, sys
sys.unraisablehook = lambda u: print('ignored', type(u.exc_value).__name__)


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def surgery():
    class A: pass
    a = [A() for i in range(10)]
    for o in gc.get_objects():
        if type(o) is A: o.__class__ = type('B', (), {}); o.x = gc.get_referrers(o)[:1] and None
    return len(gc.get_referents(a)), type(a[0]).__name__  # expect: surgery (10, 'B')


@run
def frees_in_get_objects():
    objects = gc.get_objects(); objects.clear(); gc.freeze(); gc.unfreeze()
    gc.callbacks.append(lambda phase, info: gc.callbacks.clear())
    gc.collect()
    gc.callbacks.append(5); gc.collect(); gc.callbacks.clear()
# expect: ignored TypeError
# expect: ignored TypeError
# expect: frees_in_get_objects None
