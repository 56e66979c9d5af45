# Iterators that are exhausted, not iterators, infinite where asked, or alive again.
import itertools, functools, collections, operator


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def groupby_advances():
    class K:
        def __eq__(self, o): next(g, None); return False
    g = itertools.groupby([1, 2, 3, 4], lambda x: K())
    return sum(1 for k, v in g for x in v)
# expect: groupby_advances RecursionError maximum recursion depth exceeded in comparison



@run
def reduce_changes():
    a = [1, 2, 3]
    return (functools.reduce(lambda x, y: a.clear() or y, a),
            functools.reduce(lambda x, y: a.append(1) or y if len(a) < 9 else y, a, 0))
# expect: reduce_changes (2, 0)



@run
def unpack_lies():
    class L:
        def __len__(self): return 2
        def __iter__(self): return iter([1, 2, 3])
        def __getitem__(self, i): return i
    try: a, b = L()
    except ValueError as e: print(e)
    a, *b = L()
    print(a, b, [*L()], (lambda *a: a)(*L()))
    class K(dict):
        def keys(self): return ['a', 5]
        def __getitem__(self, k): return 1
    try: print(dict(**K(x=1)))
    except TypeError as e: print(e)
    (lambda **k: k)(**K())
# expect: too many values to unpack (expected 2)
# expect: 1 [2, 3] [1, 2, 3] (1, 2, 3)
# expect: {'x': 1}
# expect: unpack_lies None
