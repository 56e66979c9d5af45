import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def tuple_from_growing():
    def g():
        for i in range(20): yield i; t.append(gc_get(i))
    t = []
    def gc_get(i): return i
    return tuple(g()) == tuple(range(20))  # expect: tuple_from_growing True


@run
def zip_clears():
    a = [1, 2, 3]
    return [a.clear() for x, y in zip(a, a)]  # expect: zip_clears [None]


@run
def unpack_clears():
    class It:
        def __iter__(self): a.clear(); return iter([1, 2, 3])
    a = [It()]
    x, *y = a[0]
    return x, y, a                      # expect: unpack_clears (1, [2, 3], [])
