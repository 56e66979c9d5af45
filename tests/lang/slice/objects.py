"""slice objects, and __index__ in slices."""
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5))  # expect: slice(1, 10, 2) 1 10 2 slice(None, 5, None)
print(slice(None), s.indices(5))        # expect: slice(None, None, None) (1, 5, 2)
print(slice(None, None, -1).indices(4))  # expect: (3, -1, -1)
print(slice(-3, None).indices(10))      # expect: (7, 10, 1)
print(slice(100, -100, -3).indices(7))  # expect: (6, -1, -3)
print(s == slice(1, 10, 2), s != slice(1))  # expect: True True
print(slice(1, 2) < slice(1, 3))        # expect: True
print(repr(slice('a', None, [])), 'abcdef'[s])  # expect: slice('a', None, []) bdf
print([1, 2, 3, 4][slice(-2, None)])    # expect: [3, 4]
print((1, 2, 3)[slice(None, None, 2)])  # expect: (1, 3)
print(slice(2**70).indices(5))          # expect: (0, 5, 1)
print(slice(-2**70, 2**70).indices(3))  # expect: (0, 3, 1)
print(slice(0, 10, 2**70).indices(5))   # expect: (0, 5, 1180591620717411303424)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): print('index', self.n); return self.n
print('abcdef'[I(1):I(4)], [1, 2, 3][I(-1)])
# expect: index 1
# expect: index 4
# expect: index -1
# expect: bcd 3
print(slice(I(1), I(9)).indices(I(4)))
# expect: index 4
# expect: index 1
# expect: index 9
# expect: (1, 4, 1)
class Get:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print('set', key, value)
    def __delitem__(self, key): print('del', key)
g = Get()
print(g[1], g[1:2], g[::], g[1, 2], g[1:2, ::3])
# expect: 1 slice(1, 2, None) slice(None, None, None) (1, 2) (slice(1, 2, None), slice(None, None, 3))
print(g[...], g[()], g[:, None], g['a':'b'])
# expect: Ellipsis () (slice(None, None, None), None) slice('a', 'b', None)
print(g[*[1, 2]], g[1, *[2]])           # expect: (1, 2) (1, 2)
g[1:2] = 3                              # expect: set slice(1, 2, None) 3
g[..., 0] += (1,)                       # expect: set (Ellipsis, 0) (Ellipsis, 0, 1)
del g[:], g[0]
# expect: del slice(None, None, None)
# expect: del 0
