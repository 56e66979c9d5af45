# Bases, metaclasses and mro() under change.


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def cycle():
    class A: pass
    class B(A): pass
    A.__bases__ = (B,)
# expect: cycle TypeError a __bases__ item causes an inheritance cycle


@run
def own():
    class A: pass
    A.__bases__ = (A,)
# expect: own TypeError a __bases__ item causes an inheritance cycle


@run
def none():
    class A: pass
    A.__bases__ = ()
# expect: none TypeError can only assign non-empty tuple to A.__bases__, not ()


@run
def builtin_bases():
    int.__bases__ = (str,)
# expect: builtin_bases TypeError cannot set '__bases__' attribute of immutable type 'int'


@run
def liar():
    class M(type):
        def mro(cls): return [int, cls]
    class A(metaclass=M): pass
# expect: liar TypeError mro() returned base with unsuitable layout ('int')


@run
def short():
    class M(type):
        def mro(cls): return []
    class A(metaclass=M): pass
    return A.__mro__, A.x               # expect: short TypeError type MRO must not be empty
