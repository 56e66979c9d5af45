"""keys, values, items: live, set-like, reversible."""
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), 'a' in k, 2 in v)
# expect: dict_keys(['a', 'b', 'c']) dict_values([1, 2, 3]) dict_items([('a', 1), ('b', 2), ('c', 3)]) 3 True True
print(('a', 1) in i, ('a', 2) in i)     # expect: True False
print(list(reversed(k)), list(reversed(v)))  # expect: ['c', 'b', 'a'] [3, 2, 1]
print(list(reversed(i)))                # expect: [('c', 3), ('b', 2), ('a', 1)]
d['d'] = 4; del d['a']
print(list(k), list(v), list(i), k.mapping)
# expect: ['b', 'c', 'd'] [2, 3, 4] [('b', 2), ('c', 3), ('d', 4)] {'b': 2, 'c': 3, 'd': 4}
print(k == {'b', 'c', 'd'}, k == d.keys())  # expect: True True
print(v == d.values())                  # expect: False
print(i == {('b', 2), ('c', 3), ('d', 4)})  # expect: True
print(k <= {'b', 'c', 'd', 'e'})        # expect: True
print(sorted(k & {'b', 'x'}), sorted(k | ['z']))  # expect: ['b'] ['b', 'c', 'd', 'z']
print(sorted(k - {'b'}), sorted(k ^ {'b', 'q'}))  # expect: ['c', 'd'] ['c', 'd', 'q']
print(sorted(i & [('b', 2)]), k.isdisjoint('xyz'))  # expect: [('b', 2)] True
print(i.isdisjoint([('b', 2)]), {'b'} < k)  # expect: False True
print(sorted({'b', 'x'} - k))           # expect: ['x']
print(isinstance(k, type({}.keys())))   # expect: True
print(type(iter(k)).__name__)           # expect: dict_keyiterator
print(type(iter(v)).__name__)           # expect: dict_valueiterator
print(type(iter(i)).__name__)           # expect: dict_itemiterator
print(type(reversed(k)).__name__)       # expect: dict_reversekeyiterator
print(repr({}.items()), 'x' in {}.values())  # expect: dict_items([]) False
print([] in v)                          # expect: False
from collections.abc import KeysView, Set, ValuesView
print(isinstance(k, KeysView), isinstance(i, Set))  # expect: True True
print(isinstance(v, ValuesView))        # expect: True
print(isinstance(v, Set))               # expect: False
for call in (lambda: hash(k), lambda: v & {1}, lambda: k & 5, lambda: k[0], lambda: [] in k,
             lambda: k.add('x'), lambda: k < 5, lambda: ({}, 1) in {1: 2}.items(),
             lambda: {'a': []}.items() | {1}):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError unhashable type: 'dict_keys'
        # expect: TypeError unsupported operand type(s) for &: 'dict_values' and 'set'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError 'dict_keys' object is not subscriptable
        # expect: TypeError unhashable type: 'list'
        # expect: AttributeError 'dict_keys' object has no attribute 'add'
        # expect: TypeError '<' not supported between instances of 'dict_keys' and 'int'
        # expect: TypeError unhashable type: 'dict'
        # expect: TypeError unhashable type: 'list'
try:
    k.mapping['x'] = 1
except TypeError as error:
    print(error)
    # expect: 'mappingproxy' object does not support item assignment
