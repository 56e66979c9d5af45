"""Comprehensions: nesting, conditions, scope, walrus."""
print([x * y for x in range(3) for y in range(x)])  # expect: [0, 0, 2]
print([x for x in range(10) if x % 2 if x > 3])  # expect: [5, 7, 9]
print([[y for y in range(x)] for x in range(3)])  # expect: [[], [0], [0, 1]]
print({x: x * x for x in range(3)})     # expect: {0: 0, 1: 1, 2: 4}
print({x % 3 for x in range(10)})       # expect: {0, 1, 2}
print(sum(x for x in range(5)))         # expect: 10
print(list(x for x in 'ab'))            # expect: ['a', 'b']
print([(a, b) for a, b in {1: 2}.items()])  # expect: [(1, 2)]
x = 'outer'
print([x for x in range(2)], x)         # expect: [0, 1] outer
print([x for _ in range(1)], [y := 3, y + 1], y)  # expect: ['outer'] [3, 4] 3
print([last := i for i in range(3)], last)  # expect: [0, 1, 2] 2
print([lambda: i for i in range(3)][0]())  # expect: 2
print([f() for f in [lambda i=i: i for i in range(3)]])  # expect: [0, 1, 2]
print([a for a, *_ in ['xy', 'z']])     # expect: ['x', 'z']
print([i for i in range(3) if (j := i) > 0], j)  # expect: [1, 2] 2
def f(n):
    total = 0
    return [(total := total + i) for i in range(n)], total
print(f(4))                             # expect: ([0, 1, 3, 6], 6)
print([i if i % 2 else -i for i in range(4)])  # expect: [0, 1, -2, 3]
print([i for l in [[1, 2], [3]] for i in l])  # expect: [1, 2, 3]
print([[0] * 2 for _ in range(2)])      # expect: [[0, 0], [0, 0]]
class A:
    n = 3
    squares = [i * i for i in range(n)]
    try:
        scaled = [i * n for i in range(2)]
    except NameError as error:
        print(error)                    # expect: name 'n' is not defined
print(A.squares, [i for i in [1, 2, 3] if not i == 2], *(c for c in 'ab'),
      {(i, j): i for i in 'a' for j in 'b'}, {**{k: 1 for k in 'ab'}})
# expect: [0, 1, 4] [1, 3] a b {('a', 'b'): 'a'} {'a': 1, 'b': 1}
try:
    [1 / 0 for _ in range(1)]
except ZeroDivisionError as error:
    print(error)                        # expect: division by zero
try:
    print(undefined_variable for undefined_variable in missing)
except NameError as error:
    print(error)                        # expect: name 'missing' is not defined
try:
    {[]: 1 for _ in range(1)}
except TypeError as error:
    print(error)                        # expect: unhashable type: 'list'
