"""Many keys, growth and shrinking."""
d = {}
for i in range(50000): d[i * 7919 % 65537] = i
print(len(d), d[7919])                  # expect: 50000 1
print(all(k in d for k in range(1, 1000) if k in d))  # expect: True
print(sum(d.values()))                  # expect: 1249975000
for i in range(0, 50000, 2): del d[i * 7919 % 65537]
print(len(d), sum(d), min(d.values()), max(d.values()))  # expect: 25000 819131734 1 49999
s = {str(i): i for i in range(20000)}
print(len(s), s['12345'])               # expect: 20000 12345
print(sum(s[str(i)] for i in range(20000)))  # expect: 199990000
print('20000' in s)                     # expect: False
t = s.copy()
for k in list(s): del s[k]
print(len(s), len(t), s == {}, {**t} == t)  # expect: 0 20000 True True
print(dict(t.items()) == t)             # expect: True
m = {}
for i in range(3000): m[i] = m[str(i)] = m[float(i) + .5] = m[(i,)] = i
print(len(m), m[(2999,)], m['17'], m[17.5])  # expect: 12000 2999 17 17
print(m[17.0])                          # expect: 17
print(sum(1 for k in m if isinstance(k, str)))  # expect: 3000
while m: m.popitem()
print(m)                                # expect: {}
