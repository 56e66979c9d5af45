"""Generator expressions: the first iterable is evaluated at once."""
def f():
    print('evaluated')
    return [1, 2]
g = (x for x in f())                    # expect: evaluated
print('created', list(g))               # expect: created [1, 2]
try: (x for x in 5)
except TypeError as e: print(e)         # expect: 'int' object is not iterable
lazy = (y for x in [1] for y in undefined_later)
try: next(lazy)
except NameError as e: print(e)         # expect: name 'undefined_later' is not defined
n = 10
g = (n + x for x in range(2))
n = 20
print(list(g))                          # expect: [20, 21]
def outer():
    k = 5
    return (k * i for i in range(3))
print(list(outer()))                    # expect: [0, 5, 10]
print(list((i, j) for i in range(3) for j in range(i)))  # expect: [(1, 0), (2, 0), (2, 1)]
print(sum(i for i in range(5) if i % 2 == 0))  # expect: 6
print(list(map(lambda f: f(), [lambda: i for i in range(3)])))  # expect: [2, 2, 2]
a = [1, 2, 3]
g = (x for x in a)
a.append(4)
print(list(g))                          # expect: [1, 2, 3, 4]
g = (x for x in a)
a = []
print(list(g))                          # expect: [1, 2, 3, 4]
def nested(): return list(list(x + y for y in range(2)) for x in range(2))
print(nested(), any(x > 1 for x in [1, 2, 1 / 1]))  # expect: [[0, 1], [1, 2]] True
print(all(x for x in []))               # expect: True
print(sorted((x for x in 'cab'), reverse=True))  # expect: ['c', 'b', 'a']
print(''.join(c for c in 'abc' if c != 'b'))  # expect: ac
class A:
    n = 2
    t = tuple(i for i in range(n))
print(A.t)                              # expect: (0, 1)
