"""Subclasses of dict, and __missing__."""
class Count(dict):
    def __missing__(self, key): print('missing', key); return 0
c = Count()
c['a'] += 1                             # expect: missing a
c['a'] += 1
print(c, c.get('z'), 'z' in c, c['q'])
# expect: missing q
# expect: {'a': 2} None False 0
print(type(c.copy()).__name__, c == {'a': 2})  # expect: dict True
print(isinstance(c, dict), dict(c), {**c})  # expect: True {'a': 2} {'a': 2}
print(Count(x=1) | {'y': 2})            # expect: {'x': 1, 'y': 2}
print(type(Count() | {}).__name__)      # expect: dict
class Lower(dict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    def __getitem__(self, k): return super().__getitem__(k.lower())
    def __contains__(self, k): return super().__contains__(k.lower())
l = Lower(A=1)
l['B'] = 2
l.update(C=3)
l.setdefault('D', 4)
print(l, l['b'], 'B' in l, l.get('B'), list(l), len(l))
# expect: {'A': 1, 'b': 2, 'C': 3, 'D': 4} 2 True None ['A', 'b', 'C', 'D'] 4
def f(**kw): return kw
print(f(**l), dict(l), dict.__getitem__(l, 'A'))
# expect: {'A': 1, 'b': 2, 'C': 3, 'D': 4} {'A': 1, 'b': 2, 'C': 3, 'D': 4} 1
print({k: v for k, v in l.items()})     # expect: {'A': 1, 'b': 2, 'C': 3, 'D': 4}
class Keys:
    def keys(self): return ['a', 'b']
    def __getitem__(self, k): return k * 2
print(dict(Keys()), {**Keys()}, f(**Keys()))
# expect: {'a': 'aa', 'b': 'bb'} {'a': 'aa', 'b': 'bb'} {'a': 'aa', 'b': 'bb'}
print({}.update(Keys()), dict(Keys(), c=1))  # expect: None {'a': 'aa', 'b': 'bb', 'c': 1}
class NoMissing(dict):
    def __getitem__(self, key):
        try: return super().__getitem__(key)
        except KeyError as error: return f'no {error}'
print(NoMissing()['k'], '%(k)s' % NoMissing())  # expect: no 'k' no 'k'
print('{0[k]}'.format(NoMissing()))     # expect: no 'k'
c.attribute = 1
print(c.__dict__, Count.fromkeys('ab', 1))  # expect: {'attribute': 1} {'a': 1, 'b': 1}
print(type(Count.fromkeys('')).__name__)  # expect: Count
try:
    Lower()['X']
except KeyError as error:
    print(error, error.args)            # expect: 'x' ('x',)
