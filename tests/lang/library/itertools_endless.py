"""count, cycle, repeat, chain, islice, takewhile and their like."""
from itertools import *
print(list(islice(count(5), 3)))        # expect: [5, 6, 7]
print(list(islice(count(1, .5), 3)))    # expect: [1, 1.5, 2.0]
print(list(islice(cycle('ab'), 5)))     # expect: ['a', 'b', 'a', 'b', 'a']
print(list(repeat(1, 3)), count(3, 2))  # expect: [1, 1, 1] count(3, 2)
print(repeat('x', 2), next(count(2**70)))  # expect: repeat('x', 2) 1180591620717411303424
print(list(chain('ab', [1])))           # expect: ['a', 'b', 1]
print(list(chain.from_iterable(['ab', 'c'])))  # expect: ['a', 'b', 'c']
print(list(islice('abcdef', 2)))        # expect: ['a', 'b']
print(list(islice('abcdef', 1, None, 2)))  # expect: ['b', 'd', 'f']
print(list(islice('abcdef', 1, 4)))     # expect: ['b', 'c', 'd']
print(list(takewhile(lambda x: x < 3, [1, 2, 5, 1])))  # expect: [1, 2]
print(list(dropwhile(lambda x: x < 3, [1, 5, 1])))  # expect: [5, 1]
print(list(filterfalse(lambda x: x % 2, range(5))))  # expect: [0, 2, 4]
print(list(compress('abcd', [1, 0, 1])))  # expect: ['a', 'c']
print(list(starmap(pow, [(2, 3), (3, 2)])))  # expect: [8, 9]
print(list(accumulate([1, 2, 3])))      # expect: [1, 3, 6]
print(list(accumulate([3, 1, 2], max)))  # expect: [3, 3, 3]
print(list(accumulate([1, 2], initial=10)))  # expect: [10, 11, 13]
print(list(pairwise('abc')))            # expect: [('a', 'b'), ('b', 'c')]
print(list(zip_longest('ab', [1], fillvalue='-')))  # expect: [('a', 1), ('b', '-')]
a, b = tee([1, 2, 3])
print(list(a), list(b))                 # expect: [1, 2, 3] [1, 2, 3]
print([(k, list(g)) for k, g in groupby('aabbca')])
# expect: [('a', ['a', 'a']), ('b', ['b', 'b']), ('c', ['c']), ('a', ['a'])]
print([(k, len(list(g))) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)])
# expect: [(1, 2), (0, 2)]
g = groupby('aab'); k1, g1 = next(g); k2, g2 = next(g)
print(list(g1), list(g2))               # expect: [] ['b']
for call in (lambda: count('a'), lambda: list(islice('a', -1)), lambda: islice('a', 1, 2, 0),
             lambda: cycle(5), lambda: repeat(), lambda: chain.from_iterable(5)
             and list(chain(5)), lambda: list(starmap(pow, [1])), lambda: tee(5),
             lambda: tee([], -1), lambda: accumulate(), lambda: list(pairwise(5)),
             lambda: islice('a')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError a number is required
    # expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
    # expect: ValueError Step for islice() must be a positive integer or None.
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError repeat() missing required argument 'object' (pos 1)
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'int' object is not iterable
    # expect: ValueError n must be >= 0
    # expect: TypeError accumulate() missing required argument 'iterable' (pos 1)
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError islice expected at least 2 arguments, got 1
