"""Targets of assignment: nested, starred, from any iterable."""
a, b = 1, 2
a, b = b, a
(c, d), e = [3, 4], 5
[f, *g] = 'hello'
*h, i = range(4)
j, *k, l = (1, 2)
print(a, b, c, d, e, f, g, h, i, j, k, l)
# expect: 2 1 3 4 5 h ['e', 'l', 'l', 'o'] [0, 1, 2] 3 1 [] 2
m, (n, *o), *p = 1, 'xyz', 4, 5
print(m, n, o, p)                       # expect: 1 x ['y', 'z'] [4, 5]
x = [0, 1, 2]
i, x[i] = 1, 9
print(x)                                # expect: [0, 9, 2]
x[0], x[1:] = 5, [6, 7]
print(x, [*x, *'ab', *(), *{1: 2}], (*x,))  # expect: [5, 6, 7] [5, 6, 7, 'a', 'b', 1] (5, 6, 7)
print({*x, 6}, {**{'a': 1}, 'b': 2, **{'a': 3}})  # expect: {5, 6, 7} {'a': 3, 'b': 2}
for a, *b in [(1, 2, 3), 'xy', [9]]: print(a, b)
# expect: 1 [2, 3]
# expect: x ['y']
# expect: 9 []
for i, (j, k) in enumerate([(1, 2), (3, 4)]): print(i, j, k)
# expect: 0 1 2
# expect: 1 3 4
first = second = []
first.append(1)
print(second)                           # expect: [1]
() = []
[] = ()
