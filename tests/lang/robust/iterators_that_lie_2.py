# Iterators that are exhausted, not iterators, infinite where asked, or alive again.
import itertools, functools, collections, operator


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def reentered():
    def make(cls, *args):
        class I:
            def __iter__(self): return self
            def __next__(self): return next(box[0])
        box = []
        box.append(cls(*[I() if a is ... else a for a in args]))
        return box[0]
    for cls, args in (
            (map, (str, ...)), (filter, (None, ...)), (zip, (..., [1])), (enumerate, (...,)),
            (itertools.chain, (...,)), (itertools.islice, (..., 5)), (itertools.cycle, (...,)),
            (itertools.accumulate, (...,)), (itertools.groupby, (...,)),
            (itertools.takewhile, (bool, ...)), (itertools.dropwhile, (bool, ...)),
            (itertools.starmap, (str, ...)), (itertools.compress, (..., [1])),
            (itertools.zip_longest, (..., [1])), (itertools.pairwise, (...,)),
            (itertools.filterfalse, (None, ...))):
        try: print(cls.__name__, next(make(cls, *args)))
        except (RecursionError, ValueError, RuntimeError) as e: print(cls.__name__,
                                                                      type(e).__name__)
# expect: map RecursionError
# expect: filter RecursionError
# expect: zip RecursionError
# expect: enumerate RecursionError
# expect: chain RecursionError
# expect: islice RecursionError
# expect: cycle RecursionError
# expect: accumulate RecursionError
# expect: groupby RecursionError
# expect: takewhile RecursionError
# expect: dropwhile RecursionError
# expect: starmap RecursionError
# expect: compress RecursionError
# expect: zip_longest RecursionError
# expect: pairwise RecursionError
# expect: filterfalse RecursionError
# expect: reentered None


@run
def tee():
    class I:
        def __iter__(self): return self
        def __next__(self): return next(b)
    a, b = itertools.tee(I())
    next(a)                             # expect: tee RuntimeError cannot re-enter the tee iterator
