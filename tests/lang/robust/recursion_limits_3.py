# sys.setrecursionlimit small and large, recursion in threads with small stacks.
import sys, threading, json, copy, functools


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


def depth():
    n = 0
    def f():
        nonlocal n
        n += 1; f()
    try: f()
    except RecursionError: pass
    return n


@run
def classes():
    c = object
    for i in range(300): c = type('C', (c,), {})
    t = int
    for i in range(300): t = list[t]
    return len(c.__mro__), len(repr(t)), isinstance(1, ((((int,),),),))
# expect: classes (301, 1803, True)
