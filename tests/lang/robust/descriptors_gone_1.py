# Descriptors that delete themselves; __getattribute__ that changes its class; cells.
import gc


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def deletes_itself():
    class D:
        def __get__(self, o, c):
            del A.x; gc.collect(); return 'got'
        def __set__(self, o, v): del A.x; gc.collect()
        def __delete__(self, o): del A.x
    class A: x = D()
    r = [A().x]
    A.x = D(); A.__dict__
    try: r.append(A().x)
    except AttributeError as e: r.append(str(e))
    A.x = D(); A().x = 5; A.x = D(); del A().x
    return r                            # expect: deletes_itself ['got', 'got']


@run
def getattribute_chaos():
    class A:
        def __getattribute__(self, name):
            A.__getattribute__ = lambda s, n: n * 2
            gc.collect()
            del A.__getattribute__
            return name
    a = A()
    return a.x, getattr(a, 'y', 3)      # expect: getattribute_chaos ('x', 3)


@run
def getattr_replaces_class():
    class B:
        x = 5
    class A:
        def __getattr__(self, name): self.__class__ = B; return getattr(self, name)
    return A().x                        # expect: getattr_replaces_class 5
