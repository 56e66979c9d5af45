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
def instancecheck():
    t = int
    for i in range(20000): t = (t,)
    try: return isinstance('a', t)
    except RecursionError: return 'too deep'  # expect: instancecheck too deep
