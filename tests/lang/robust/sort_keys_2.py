# Sorting by keys and comparisons that recurse, raise, change what is sorted, or make no sense.
import functools, random, heapq, bisect


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def lt_raises_late():
    n = 0
    class A(int):
        def __lt__(self, o):
            nonlocal n
            n += 1
            if n > 300: raise KeyError
            return int.__lt__(self, o)
    a = [A(i * 7919 % 101) for i in range(101)]
    try: a.sort()
    except KeyError: return len(a), sum(a) == sum(range(101)), len(set(map(int, a)))
# expect: lt_raises_late (101, True, 101)



@run
def odd_truth():
    class B:
        def __bool__(self): raise ZeroDivisionError
    class A:
        def __lt__(self, o): return B()
    sorted([A(), A()])                  # expect: odd_truth ZeroDivisionError


@run
def odd_results():
    class A:
        def __lt__(self, o): return 'yes'
        def __gt__(self, o): return NotImplemented
    return len(sorted([A() for i in range(70)]))  # expect: odd_results 70


@run
def cmp_to_key():
    for f in (lambda a, b: 'x', lambda a, b: None, lambda a, b: 1 / 0, lambda a: 1,
            lambda a, b: float('nan'), lambda a, b: (a > b) - (a < b)):
        try: print(sorted([3, 1, 2], key=functools.cmp_to_key(f)))
        except Exception as e: print(type(e).__name__, e)
# expect: TypeError '<' not supported between instances of 'str' and 'int'
# expect: TypeError '<' not supported between instances of 'NoneType' and 'int'
# expect: ZeroDivisionError division by zero
# expect: TypeError cmp_to_key.<locals>.<lambda>() takes 1 positional argument but 2 were given
# expect: [3, 1, 2]
# expect: [1, 2, 3]
# expect: cmp_to_key None
