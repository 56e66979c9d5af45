"""Iteration notices a dict that changes size, or whose keys change."""
def walk(change, make=iter):
    d = {i: i for i in range(3)}
    try:
        for n, x in enumerate(make(d)):
            if n == 1: change(d)
        print('fine', d)
    except RuntimeError as error:
        print(error)
walk(lambda d: d.__setitem__(99, 1))    # expect: dictionary changed size during iteration
walk(lambda d: d.pop(0))                # expect: dictionary changed size during iteration
walk(lambda d: d.clear())               # expect: dictionary changed size during iteration
walk(lambda d: d.__setitem__(0, 'same keys'))  # expect: fine {0: 'same keys', 1: 1, 2: 2}
walk(lambda d: (d.pop(0), d.__setitem__(0, 1)))  # expect: dictionary keys changed during iteration
walk(lambda d: (d.pop(0), d.__setitem__(9, 1)))  # expect: dictionary keys changed during iteration
walk(lambda d: d.update({10: 1}), make=dict.items)
# expect: dictionary changed size during iteration
walk(lambda d: d.popitem(), make=dict.values)  # expect: dictionary changed size during iteration
walk(lambda d: d.popitem(), make=reversed)  # expect: dictionary changed size during iteration
d = {1: 1, 2: 2}
it = iter(d)
print(next(it), it.__length_hint__(), next(it))  # expect: 1 1 2
print(next(it, 'end'), it.__length_hint__())  # expect: end 0
print(list(it))                         # expect: []
d[3] = 3
print(next(it, 'still at the end'))     # expect: still at the end
for k in list(d): del d[k]
print(d)                                # expect: {}
class Evil:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        if self.n == 'evil': e.clear()
        return self.n == other.n
e = {Evil(1): 1, Evil(2): 2}
print(e.get(Evil('evil'), 'gone'), len(e))  # expect: gone 2
e = {Evil(1): 1, Evil(2): 2}
e[Evil('evil')] = 3
print(len(e), [k.n for k in e])         # expect: 3 [1, 2, 'evil']
