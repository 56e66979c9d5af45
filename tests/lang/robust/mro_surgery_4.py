# Bases, metaclasses and mro() under change.


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def set_name_deletes():
    class D:
        def __set_name__(self, owner, name):
            for n in list(vars(owner)):
                if n[0] != '_': delattr(owner, n)
    class A: a = D(); b = D(); c = 1
    return [n for n in vars(A) if n[0] != '_']  # expect: set_name_deletes []
