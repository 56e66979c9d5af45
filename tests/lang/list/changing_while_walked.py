"""A list that changes while something walks it."""
a = [1, 2, 3]
for x in a:
    if x < 6: a.append(x + 3)
print(a)                                # expect: [1, 2, 3, 4, 5, 6, 7, 8]
for x in a:
    a.remove(x)
print(a)                                # expect: [2, 4, 6, 8]
a = list(range(6))
it = iter(a)
print(next(it), next(it), it.__length_hint__())  # expect: 0 1 4
a.clear()
print(next(it, 'end'), it.__length_hint__())  # expect: end 0
a.append(5)
print(next(it, 'still ended'), list(it))  # expect: still ended []
a = [1, 2, 3, 4]
r = reversed(a)
print(next(r), a.pop(), a.pop(), next(r, 'end'), list(r))  # expect: 4 4 3 end []
class Evil:
    def __eq__(self, other): b.clear(); return False
b = [Evil(), Evil(), 1, 2]
print(1 in b, b)                        # expect: False []
b = [Evil(), 1]
print(b.count(1), b)                    # expect: 0 []
class Grow:
    def __iter__(self):
        c.append('x'); yield 1
        c.append('y'); yield 2
c = [0]
c.extend(Grow())
print(c)                                # expect: [0, 'x', 1, 'y', 2]
c[1:1] = Grow()
print(c, list(iter([1, 2, 3].pop, 1)))  # expect: [0, 1, 2, 'x', 1, 'y', 2, 'x', 'y'] [3, 2]
