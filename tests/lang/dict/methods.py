"""The methods of dict."""
d = {'a': 1, 'b': 2}
print(d, d['a'], d.get('x'), d.get('x', 0))  # expect: {'a': 1, 'b': 2} 1 None 0
print(d.setdefault('c', 3), d.setdefault('a', 9))  # expect: 3 1
print(d.pop('b'), d.pop('zz', None), d, len(d))  # expect: 2 None {'a': 1, 'c': 3} 2
print('a' in d, 1 in d)                 # expect: True False
d.update({'x': 10}, y=20); d.update([('z', 30), 'pq']); d.update(k=1); d.update()
print(d, d.popitem(), list(d), list(d.keys()))
# expect: {'a': 1, 'c': 3, 'x': 10, 'y': 20, 'z': 30, 'p': 'q'} ('k', 1) ['a', 'c', 'x', 'y', 'z', 'p'] ['a', 'c', 'x', 'y', 'z', 'p']
print(list(d.values()), list(d.items()))
# expect: [1, 3, 10, 20, 30, 'q'] [('a', 1), ('c', 3), ('x', 10), ('y', 20), ('z', 30), ('p', 'q')]
print(d.copy() == d, d.copy() is d)     # expect: True False
print(dict(), dict(a=1), dict([(1, 2)]))  # expect: {} {'a': 1} {1: 2}
print(dict({1: 2}, b=3), dict(zip('ab', [1, 2])))  # expect: {1: 2, 'b': 3} {'a': 1, 'b': 2}
print(dict.fromkeys('ab'))              # expect: {'a': None, 'b': None}
print(dict.fromkeys([1, 2], 0))         # expect: {1: 0, 2: 0}
print({**d, 'a': 0}['a'], dict(d) == d)  # expect: 0 True
print({'a': 1} | {'a': 2, 'b': 3})      # expect: {'a': 2, 'b': 3}
print({1: 2} == {1.0: 2}, {1: 1, True: 2, 1.0: 3})  # expect: True {1: 3}
print({'a': 1, 'b': 2} == {'b': 2, 'a': 1})  # expect: True
print({} == [], list(reversed(d)), bool({}))  # expect: False ['p', 'z', 'y', 'x', 'c', 'a'] False
d |= {'new': 1}; d |= [('pair', 2)]
del d['a']
print(d, d.clear(), d, type(d).__name__)  # expect: {} None {} dict
print({}.__doc__[:6], dict.__class_getitem__(int))  # expect: dict() dict[int]
for call in (lambda: {}['x'], lambda: {}.pop('x'), lambda: {}.popitem(), lambda: {[]: 1},
             lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]),
             lambda: dict(['ab', 'c']), lambda: {} | [], lambda: {1: 2} < {1: 3},
             lambda: {}.update(5), lambda: {}.get([]), lambda: {}[1, 2], lambda: hash({}),
             lambda: {}.setdefault(), lambda: dict(**{1: 2}), lambda: {}.pop(),
             lambda: dict.fromkeys(5), lambda: dict(1, 2), lambda: {}.fromkeys([[]])):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: KeyError 'x'
        # expect: KeyError 'x'
        # expect: KeyError 'popitem(): dictionary is empty'
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
        # expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
        # expect: ValueError dictionary update sequence element #1 has length 1; 2 is required
        # expect: TypeError unsupported operand type(s) for |: 'dict' and 'list'
        # expect: TypeError '<' not supported between instances of 'dict' and 'dict'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError unhashable type: 'list'
        # expect: KeyError (1, 2)
        # expect: TypeError unhashable type: 'dict'
        # expect: TypeError setdefault expected at least 1 argument, got 0
        # expect: TypeError keywords must be strings
        # expect: TypeError pop expected at least 1 argument, got 0
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError dict expected at most 1 argument, got 2
        # expect: TypeError unhashable type: 'list'
