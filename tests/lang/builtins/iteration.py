"""enumerate, zip, map, filter, reversed, range, sum, min, max, any, all, sorted."""
print(list(enumerate('ab')))            # expect: [(0, 'a'), (1, 'b')]
print(list(enumerate('ab', 5)))         # expect: [(5, 'a'), (6, 'b')]
print(list(enumerate([], start=1)))     # expect: []
print(list(zip('ab', [1, 2, 3])), list(zip()))  # expect: [('a', 1), ('b', 2)] []
print(list(zip('a')))                   # expect: [('a',)]
print(list(zip('ab', (1, 2), [3, 4])))  # expect: [('a', 1, 3), ('b', 2, 4)]
print(list(map(len, ['a', 'bb'])))      # expect: [1, 2]
print(list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])))  # expect: [11, 22]
print(list(filter(None, [0, 1, '', 'a'])))  # expect: [1, 'a']
print(list(filter(lambda x: x % 2, range(5))))  # expect: [1, 3]
print(list(reversed([1, 2])))           # expect: [2, 1]
print(sum([1, 2]), sum([1.5, 2]))       # expect: 3 3.5
print(sum([[1], [2]], []), sum((), 5))  # expect: [1, 2] 5
print(sum([True, True]), sum([0.1] * 10))  # expect: 2 0.9999999999999999
print(sum([1, 2.5, 3]), sum(range(5), start=10))  # expect: 6.5 20
print(sum([2**70, 1.0]), sum([1j, 1]))  # expect: 1.1805916207174113e+21 (1+1j)
print(min(3, 1, 2), max([1, 5, 2]), min('b', 'a'))  # expect: 1 5 a
print(max('abc', key=ord), min([], default=0))  # expect: c 0
print(max({'a': 2, 'b': 1}.items(), key=lambda kv: kv[1]))  # expect: ('a', 2)
print(min([3, 1], key=lambda x: -x))    # expect: 3
print(max((1, 'a'), (1, 'b')), min(1, 1.0))  # expect: (1, 'b') 1
print(max(1, 1.0))                      # expect: 1
print(any([]), all([]), any([0, 1]), all([1, 0]))  # expect: False True True False
print(any(x > 2 for x in range(5)))     # expect: True
print(all(map(bool, 'ab')))             # expect: True
print(next(iter([]), 'default'))        # expect: default
print(list(iter(iter([1, 2]).__next__, 2)))  # expect: [1]
print(list(zip([1, 2], [3, 4], strict=True)))  # expect: [(1, 3), (2, 4)]
it = iter('abc')
print(next(it), list(zip(it, it)))      # expect: a [('b', 'c')]
print([x for x in zip([1, 2, 3], it)])  # expect: []
print(list(map(str.upper, reversed('ab'))))  # expect: ['B', 'A']
print([*map(pow, (2, 3), (3, 2))])      # expect: [8, 9]
z = zip([1, 2, 3], iter('ab'))
print(list(z), next(z, 'end'))          # expect: [(1, 'a'), (2, 'b')] end
print(type(enumerate([])).__name__)     # expect: enumerate
print(repr(zip())[:11], iter(z) is z)   # expect: <zip object True
