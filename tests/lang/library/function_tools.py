"""partial, reduce, lru_cache, wraps, singledispatch, total_ordering, cached_property, cmp_to_key."""
from functools import *
p = partial(int, base=2)
print(p('101'), p, p.func, p.args, p.keywords)
# expect: 5 functools.partial(<class 'int'>, base=2) <class 'int'> () {'base': 2}
print(partial(p, '11')())               # expect: 3
print(partial(print, 'a', sep='-')('b'))
# expect: a-b
# expect: None
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]))  # expect: 24
print(reduce(max, [], 0))               # expect: 0
calls = []
@lru_cache(maxsize=2)
def f(x): calls.append(x); return x * 2
print(f(1), f(1), f(2), f(3), f(1), calls)  # expect: 2 2 4 6 2 [1, 2, 3, 1]
print(f.cache_info(), f.cache_clear())
# expect: CacheInfo(hits=1, misses=4, maxsize=2, currsize=2) None
print(f.cache_info(), f.__wrapped__(5))
# expect: CacheInfo(hits=0, misses=0, maxsize=2, currsize=0) 10
print(f.cache_parameters())             # expect: {'maxsize': 2, 'typed': False}
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
# expect: 23416728348467685 CacheInfo(hits=78, misses=81, maxsize=None, currsize=81)
def deco(g):
    @wraps(g)
    def wrapper(*a): "wrapper doc"; return g(*a)
    return wrapper
@deco
def named(): "named doc"
print(named.__name__, named.__doc__)    # expect: named named doc
print(named.__wrapped__.__name__)       # expect: named
print(named.__qualname__)               # expect: named
@singledispatch
def show(x): return f'object {x}'
@show.register
def _(x: int): return f'int {x}'
@show.register(list)
def _(x): return f'list of {len(x)}'
print(show(1), show([1, 2]), show('s'))  # expect: int 1 list of 2 object s
print(show(True))                       # expect: int True
print(show.dispatch(bool) is show.dispatch(int))  # expect: True
print(show.registry.keys() >= {int, list})  # expect: True
@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(2), V(1) > V(2), V(2) >= V(2))  # expect: True False True
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))  # expect: [3, 2, 1]
class C:
    @cached_property
    def slow(self): print('computed'); return 42
    def part(self, *a): return a
    half = partialmethod(part, 1)
c = C()
print(c.slow, c.slow, c.__dict__, c.half(2))
# expect: computed
# expect: 42 42 {'slow': 42} (1, 2)
for call in (lambda: reduce(max, []), lambda: partial(), lambda: partial(5), lambda: f([]),
             lambda: total_ordering(type('N', (), {})), lambda: lru_cache('a')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError reduce() of empty iterable with no initial value
    # expect: TypeError type 'partial' takes at least one argument
    # expect: TypeError the first argument must be callable
    # expect: TypeError unhashable type: 'list'
    # expect: ValueError must define at least one ordering operation: < > <= >=
    # expect: TypeError Expected first argument to be an integer, a callable, or None
