# __del__ that resurrects, raises, collects; callbacks of weak references that change things.
import gc, threading, weakref, sys
sys.unraisablehook = lambda u: print('ignored', type(u.exc_value).__name__)


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def callbacks():
    class A: pass
    out = []
    def again(r): out.append(r() is None); rs.clear(); gc.collect()
    def other(r): out.append('o'); refs.append(weakref.ref(A(), other)) if len(out) < 20 else None
    a = A(); rs = [weakref.ref(a, again) for i in range(3)]; refs = [weakref.ref(a, other)]
    del a
    return out[:5]                      # expect: callbacks ['o', 'o', 'o', 'o', 'o']


@run
def callback_raises():
    class A: pass
    a = A(); r = weakref.ref(a, lambda r: 1 / 0); del a
# expect: ignored ZeroDivisionError
# expect: callback_raises None




@run
def weak_dicts():
    class A: pass
    d, k, s = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
    xs = [A() for i in range(20)]
    for i, x in enumerate(xs): d[i] = x; k[x] = x; s.add(x)
    n = 0
    del x
    for i in d.values(): n += 1; xs.clear(); gc.collect()
    for i in s: xs.clear()
    return n > 0, len(d) < 20           # expect: weak_dicts (True, False)


@run
def in_eq():
    class A:
        def __hash__(self): return 1
        def __eq__(self, o): keys.clear(); gc.collect(); return False
    keys = [A() for i in range(10)]
    d = weakref.WeakKeyDictionary()
    for x in list(keys): d[x] = 1
    return len(d) >= 0                  # expect: in_eq True
