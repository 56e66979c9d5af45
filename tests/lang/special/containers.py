"""__len__, __getitem__, __contains__, __iter__, __reversed__, __missing__, and what stands in for them."""
class Old:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
o = Old()
print(list(o), 20 in o, 25 in o, tuple(reversed([*o])), max(o), sum(o), [x for x in o],
      dict(zip('ab', o)), *o)
# expect: [0, 10, 20, 30] True False (30, 20, 10, 0) 30 60 [0, 10, 20, 30] {'a': 0, 'b': 10} 0 10 20 30
class Seq:
    def __len__(self): return 3
    def __getitem__(self, i): print('get', i); return [1, 2, 3][i]
    def __setitem__(self, i, v): print('set', i, v)
    def __delitem__(self, i): print('del', i)
s = Seq()
print(s[-1], list(reversed(s)), bool(s))
# expect: get -1
# expect: get 2
# expect: get 1
# expect: get 0
# expect: 3 [3, 2, 1] True
s[0] = 1; del s[1]; s[1:2] = 'x'; s['k', 2] += 1 if False else 0
# expect: set 0 1
# expect: del 1
# expect: set slice(1, 2, None) x
# expect: get ('k', 2)
# expect error: TypeError: list indices must be integers or slices, not tuple
# expect error: TypeError: list indices must be integers or slices, not tuple
# expect error: TypeError: list indices must be integers or slices, not tuple
# expect error: TypeError: list indices must be integers or slices, not tuple
