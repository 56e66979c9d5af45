import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def sort_inner():
    a = [2, 1]
    def key(x):
        a.sort(); return x
    a.sort(key=key)
    return a                            # expect: sort_inner [1, 2]


@run
def slices():
    class I:
        def __index__(self): a.clear(); return 5
    a = list(range(10))
    r = a[I():], len(a)
    a = list(range(10)); a[1:I()] = [1, 2]
    b = list(range(10)); a = b; del b[I()::2]
    return r, a, b                      # expect: slices (([], 0), [], [])


@run
def slice_source_clears():
    a = list(range(10))
    def g():
        a.clear(); yield 1; a.extend(range(50)); yield 2
    a[2:8] = g()
    return a
# expect: slice_source_clears [0, 1, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49]



@run
def index_clears():
    class E:
        def __eq__(self, o): a.clear(); return False
    a = [E() for i in range(10)]
    return 1 in a, a.count(1)           # expect: index_clears (False, 0)
