"""product, permutations, combinations."""
from itertools import *
print(list(product('ab', [1, 2])))      # expect: [('a', 1), ('a', 2), ('b', 1), ('b', 2)]
print(list(product('ab', repeat=2)))    # expect: [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]
print(list(product()), list(product('a', [])))  # expect: [()] []
print(len(list(product(range(3), repeat=4))))  # expect: 81
print(list(permutations('abc', 2)))
# expect: [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')]
print(list(permutations([1, 2])))       # expect: [(1, 2), (2, 1)]
print(list(permutations('ab', 3)))      # expect: []
print(list(permutations('', 0)))        # expect: [()]
print(len(list(permutations(range(6)))))  # expect: 720
print(list(combinations('abcd', 2)))
# expect: [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')]
print(list(combinations('ab', 0)))      # expect: [()]
print(list(combinations('ab', 3)))      # expect: []
print(list(combinations_with_replacement('ab', 2)))  # expect: [('a', 'a'), ('a', 'b'), ('b', 'b')]
print(len(list(combinations(range(10), 5))))  # expect: 252
for call in (lambda: permutations('a', -1), lambda: combinations('a', -1), lambda: product(5),
             lambda: combinations('a'), lambda: product('a', repeat=-1),
             lambda: permutations('a', 'b')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError r must be non-negative
    # expect: ValueError r must be non-negative
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError combinations() missing required argument 'r' (pos 2)
    # expect: ValueError repeat argument cannot be negative
    # expect: TypeError Expected int as r
def primes():
    sieve = count(2)
    while True:
        p = next(sieve)
        yield p
        sieve = filter(lambda n, p=p: n % p, sieve)
print(list(islice(primes(), 15)))
# expect: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
