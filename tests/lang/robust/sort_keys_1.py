# Sorting by keys and comparisons that recurse, raise, change what is sorted, or make no sense.
import functools, random, heapq, bisect


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def recursive_key():
    a = [3, 1, 2]
    def key(x): return sorted(a, key=key)
    sorted(a, key=key)
# expect: recursive_key RecursionError maximum recursion depth exceeded


@run
def recursive_lt():
    class A:
        def __lt__(self, o): return min([self, o]) is self
    sorted([A(), A()])
# expect: recursive_lt RecursionError maximum recursion depth exceeded in comparison


@run
def no_order():
    R = random.Random(1)
    class A:
        def __lt__(self, o): return R.random() < 0.5
    for n in 2, 3, 31, 64, 65, 1000: sorted([A() for i in range(n)])
    return 'sorted'                     # expect: no_order sorted


@run
def always():
    class A:
        def __lt__(self, o): return True
    a = [A() for i in range(500)]
    return sorted(sorted(a), reverse=True) != a  # expect: always False


@run
def raises_late():
    n = 0
    def key(x):
        nonlocal n
        n += 1
        if n > 50: raise KeyError(n)
        return x
    a = list(range(100)); 
    try: a.sort(key=key)
    except KeyError as e: return e, len(a), sum(a)  # expect: raises_late (KeyError(51), 100, 4950)
