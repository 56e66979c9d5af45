"""Insertion order, through deletions and updates."""
d = {}
for i in range(20): d[i] = i
for i in range(0, 20, 2): del d[i]
d[0] = 'again'
d[1] = 'updated'
print(d, list(d)[0], list(d)[-1], next(iter(d)))
# expect: {1: 'updated', 3: 3, 5: 5, 7: 7, 9: 9, 11: 11, 13: 13, 15: 15, 17: 17, 19: 19, 0: 'again'} 1 0 1
print(next(reversed(d)))                # expect: 0
print(list(reversed(d.items()))[:2])    # expect: [(0, 'again'), (19, 19)]
print(d.popitem(), d.popitem(), d.pop(1), list(d)[:2])
# expect: (0, 'again') (19, 19) updated [3, 5]
e = {i: None for i in range(1000)}
for i in range(999): del e[i]
e['x'] = 1
print(e, len(e), list(e.items()))       # expect: {999: None, 'x': 1} 2 [(999, None), ('x', 1)]
for i in range(100):
    e[i] = i
    del e[i]
print(list(e), {**{'b': 1, 'a': 2}, 'b': 3})  # expect: [999, 'x'] {'b': 3, 'a': 2}
print(dict([('z', 1), ('a', 2), ('z', 3)]))  # expect: {'z': 3, 'a': 2}
f = {'a': 1, 'b': 2, 'c': 3}
f['a'] = f.pop('a')
print(f, f | {'b': 0, 'd': 1})
# expect: {'b': 2, 'c': 3, 'a': 1} {'b': 0, 'c': 3, 'a': 1, 'd': 1}
print({k: f[k] for k in sorted(f)})     # expect: {'a': 1, 'b': 2, 'c': 3}
print(sorted(f, key=f.get), max(f, key=f.get))  # expect: ['a', 'b', 'c'] c
print(dict(sorted(f.items(), key=lambda kv: -kv[1])))  # expect: {'c': 3, 'b': 2, 'a': 1}
g = dict.fromkeys(range(5))
g.clear()
g[3] = g[1] = 0
print(g, list(g.copy()))                # expect: {3: 0, 1: 0} [3, 1]
