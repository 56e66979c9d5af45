"""sort and sorted: stable, keys, reverse, failing comparisons."""
words = ['banana', 'Apple', 'cherry', 'apple', 'fig', 'Banana']
print(sorted(words), sorted(words, key=str.lower))
# expect: ['Apple', 'Banana', 'apple', 'banana', 'cherry', 'fig'] ['Apple', 'apple', 'banana', 'Banana', 'cherry', 'fig']
print(sorted(words, key=len, reverse=True))
# expect: ['banana', 'cherry', 'Banana', 'Apple', 'apple', 'fig']
print(sorted(words, key=lambda w: (len(w), w)))
# expect: ['fig', 'Apple', 'apple', 'Banana', 'banana', 'cherry']
pairs = [(i % 3, i) for i in range(10)]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
# expect: [(0, 0), (0, 3), (0, 6), (0, 9), (1, 1), (1, 4), (1, 7), (2, 2), (2, 5), (2, 8)] [(2, 2), (2, 5), (2, 8), (1, 1), (1, 4), (1, 7), (0, 0), (0, 3), (0, 6), (0, 9)]
print(sorted([3, 1.5, True, 2**70, -1]))  # expect: [-1, True, 1.5, 3, 1180591620717411303424]
print(sorted('hello'), sorted({3: 1, 1: 2}))  # expect: ['e', 'h', 'l', 'l', 'o'] [1, 3]
print(sorted([]), sorted((), reverse=True))  # expect: [] []
print(sorted([[2], [1, 5], [1]]))       # expect: [[1], [1, 5], [2]]
a = [5, 3, 1]
print(a.sort(), a, a.sort(reverse=1), a)  # expect: None [5, 3, 1] None [5, 3, 1]
print(a.sort(key=lambda x: -x), a.sort(key=None))  # expect: None None
print(a)                                # expect: [1, 3, 5]
state, numbers = 1, []
for _ in range(3000):
    state = state * 1103515245 % 2147483647
    numbers.append(state % 1000)
ordered = sorted(numbers)
print(all(x <= y for x, y in zip(ordered, ordered[1:])))  # expect: True
print(sum(ordered) == sum(numbers))     # expect: True
print(sorted(numbers, reverse=True) == ordered[::-1])  # expect: True
print(sorted(map(float, numbers)) == ordered)  # expect: True
print(sorted(map(str, numbers))[:5])    # expect: ['0', '0', '0', '0', '0']
print([k for k, _ in sorted(((n % 10, i) for i, n in enumerate(numbers)),
                            key=lambda p: p[0])] == sorted(n % 10 for n in numbers))
# expect: True
class Lt:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n > other.n
print([x.n for x in sorted(map(Lt, [1, 3, 2]))])  # expect: [3, 2, 1]
print(max(map(Lt, [1, 3, 2]), key=lambda x: x.n).n)  # expect: 3
def change(x):
    a.append(1)
    return x
for call in (lambda: sorted([1, 'a']), lambda: [3, 2].sort(key=1), lambda: a.sort(key=change),
             lambda: sorted([1, None]), lambda: sorted(5),
             lambda: sorted([1], key=lambda x: 1 / 0),
             lambda: sorted([1j, 2j]), lambda: [].sort(reverse='x')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError '<' not supported between instances of 'str' and 'int'
        # expect: TypeError 'int' object is not callable
        # expect: ValueError list modified during sort
        # expect: TypeError '<' not supported between instances of 'NoneType' and 'int'
        # expect: TypeError 'int' object is not iterable
        # expect: ZeroDivisionError division by zero
        # expect: TypeError '<' not supported between instances of 'complex' and 'complex'
        # expect: TypeError 'str' object cannot be interpreted as an integer
print(a)                                # expect: [1, 3, 5]
