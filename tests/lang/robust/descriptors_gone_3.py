# Descriptors that delete themselves; __getattribute__ that changes its class; cells.
import gc


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def type_cache():
    class A: f = 1
    class B(A): pass
    b, out = B(), []
    for i in range(60):
        out.append(b.f)
        if i == 20: B.f = 2
        if i == 30: del B.f
        if i == 40: A.f = property(lambda s: 3)
        if i == 50: b.__class__ = type('C', (), {'f': 4})
    return out[::5]                     # expect: type_cache [1, 1, 1, 1, 1, 2, 2, 1, 1, 3, 3, 4]


@run
def method_dies_in_call():
    class A:
        def f(self, x): del A.f; gc.collect(); return x
    return A().f(7), hasattr(A, 'f')    # expect: method_dies_in_call (7, False)


@run
def cells():
    def f():
        x = 1
        def g(): return x
        return g
    g = f(); c = g.__closure__[0]; del c.cell_contents
    try: g()
    except NameError as e: print(e)
    c.cell_contents = c
    return g() is c
# expect: cannot access free variable 'x' where it is not associated with a value in enclosing scope
# expect: cells True
