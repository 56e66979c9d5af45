# Iterators that are exhausted, not iterators, infinite where asked, or alive again.
import itertools, functools, collections, operator


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def not_iterators():
    class A:
        def __iter__(self): return 5
    class B:
        def __iter__(self): return B()
    class C:
        __iter__ = None
        def __getitem__(self, i): return 1
    class D:
        def __iter__(self): raise StopIteration
    for o in A(), B(), C(), D():
        for f in list, sum, ''.join, zip, lambda o: [*o], lambda o: 1 in o:
            try: r = f(o if f is not map else len); print(type(r).__name__)
            except Exception as e: print(type(e).__name__, e)
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError can only join an iterable
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError argument of type 'A' is not iterable
# expect: TypeError iter() returned non-iterator of type 'B'
# expect: TypeError iter() returned non-iterator of type 'B'
# expect: TypeError can only join an iterable
# expect: TypeError iter() returned non-iterator of type 'B'
# expect: TypeError iter() returned non-iterator of type 'B'
# expect: TypeError argument of type 'B' is not iterable
# expect: TypeError 'C' object is not iterable
# expect: TypeError 'C' object is not iterable
# expect: TypeError can only join an iterable
# expect: TypeError 'C' object is not iterable
# expect: TypeError 'C' object is not iterable
# expect: TypeError argument of type 'C' is not iterable
# expect: StopIteration
# expect: StopIteration
# expect: StopIteration
# expect: StopIteration
# expect: StopIteration
# expect: StopIteration
# expect: not_iterators None
