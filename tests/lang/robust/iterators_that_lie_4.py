# Iterators that are exhausted, not iterators, infinite where asked, or alive again.
import itertools, functools, collections, operator


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def callable_iterator():
    def f():
        list(it); return 5
    it = iter(f, 5)
    return list(it)
# expect: callable_iterator RecursionError maximum recursion depth exceeded
