"""Counter, defaultdict, OrderedDict, ChainMap, UserDict."""
from collections import *
c = Counter('abracadabra')
print(c, c['z'], c.most_common(2))
# expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1}) 0 [('a', 5), ('b', 2)]
print(sorted(c.elements())[:5], c.total())  # expect: ['a', 'a', 'a', 'a', 'a'] 11
print(c + Counter('aab'), c - Counter('aaaaaaab'))
# expect: Counter({'a': 7, 'b': 3, 'r': 2, 'c': 1, 'd': 1}) Counter({'r': 2, 'b': 1, 'c': 1, 'd': 1})
print(c & Counter('aab'), c | Counter('zz'))
# expect: Counter({'a': 2, 'b': 1}) Counter({'a': 5, 'b': 2, 'r': 2, 'z': 2, 'c': 1, 'd': 1})
print(Counter(a=1, b=-1), +Counter(a=1, b=-1))
# expect: Counter({'a': 1, 'b': -1}) Counter({'a': 1})
print(-Counter(a=1, b=-2))              # expect: Counter({'b': 2})
c.update('aaa'); c.subtract('b'); del c['missing']
print(c['a'], c['b'])                   # expect: 8 1
print(Counter('ab') == Counter('ba'))   # expect: True
print(Counter('a') <= Counter('aa'))    # expect: True
print(dict(Counter([1, 1])))            # expect: {1: 2}
d = defaultdict(list)
d['x'].append(1); d['y']
print(d, d.default_factory, 'z' in d, d.get('z'))
# expect: defaultdict(<class 'list'>, {'x': [1], 'y': []}) <class 'list'> False None
print(defaultdict(int, a=1)['b'])       # expect: 0
print(defaultdict(None, {1: 2}))        # expect: defaultdict(None, {1: 2})
try: defaultdict()['k']
except KeyError as e: print('KeyError', e)  # expect: KeyError 'k'
try: defaultdict(5)
except TypeError as e: print(e)         # expect: first argument must be callable or None
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end('a'); print(o, list(o), o.popitem(last=False), o == {'a': 1, 'c': 3},
# expect: OrderedDict([('c', 3), ('a', 1)]) ['b', 'c', 'a'] ('b', 2) True False
                          OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
o.move_to_end('c', last=False); print(o, list(reversed(o)), o | {'z': 1})
# expect: OrderedDict([('c', 3), ('a', 1)]) ['a', 'c'] OrderedDict([('c', 3), ('a', 1), ('z', 1)])
try: o.move_to_end('nope')
except KeyError as e: print('KeyError', e)  # expect: KeyError 'nope'
m = ChainMap({'a': 1}, {'a': 2, 'b': 3})
m['c'] = 4
print(m['a'], m['b'], m, sorted(m), len(m))
# expect: 1 3 ChainMap({'a': 1, 'c': 4}, {'a': 2, 'b': 3}) ['a', 'b', 'c'] 3
print(m.maps[0], m.new_child({'a': 0})['a'])  # expect: {'a': 1, 'c': 4} 0
print(m.parents['a'], dict(m))          # expect: 2 {'a': 1, 'b': 3, 'c': 4}
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = U(a=1); u['b'] = 2
print(u, u.data, UserList([1, 2]) + [3])  # expect: {'a': 2, 'b': 4} {'a': 2, 'b': 4} [1, 2, 3]
print(UserString('ab').upper())         # expect: AB
