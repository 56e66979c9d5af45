# Bases, metaclasses and mro() under change.


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def junk():
    class M(type):
        def mro(cls): return [1, 2]
    class A(metaclass=M): pass          # expect: junk TypeError mro() returned a non-class ('int')


@run
def not_a_list():
    class M(type):
        def mro(cls): return 5
    class A(metaclass=M): pass          # expect: not_a_list TypeError 'int' object is not iterable


@run
def changes_bases_in_mro():
    class X: pass
    class M(type):
        def mro(cls):
            if ready: ready.pop(); A.__bases__ = (X,)
            return type.mro(cls)
    ready = []
    class A(X, metaclass=M): pass
    class B(A): pass
    ready.append(1)
    A.__bases__ = (X,)
    return [c.__name__ for c in B.__mro__]
# expect: changes_bases_in_mro ['B', 'A', 'X', 'object']


@run
def subclasses_die():
    import gc
    class A: pass
    def make(): return type('T', (A,), {})
    class M(type):
        def mro(cls):
            kept.clear(); gc.collect()
            return type.mro(cls)
    kept = [make() for i in range(10)]
    class X(metaclass=M): pass
    kept += [type('U', (A, X), {}) for i in range(3)] if False else []
    A.__bases__ = (X,) if type(X) is type(A) else (object,)
    return len(A.__subclasses__())      # expect: subclasses_die 0
