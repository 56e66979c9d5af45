"""Lists compare item by item; identity first."""
nan = float('nan')
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0])  # expect: True True
print([] < [0], [1, 2] == [1, 2.0], [1] != [2])  # expect: True True True
print([2] > [1, 5], [1, 2] <= [1, 2])   # expect: True True
print([nan] == [nan], nan in [nan], [1] == (1,))  # expect: True True False
class Same:
    def __init__(self, n): self.n = n
    def __eq__(self, other): print('eq', self.n, other.n); return self.n == other.n
    def __lt__(self, other): print('lt', self.n, other.n); return self.n < other.n
print([Same(1), Same(2)] == [Same(1), Same(3)])
# expect: eq 1 1
# expect: eq 2 3
# expect: False
print([Same(1), Same(2)] < [Same(1), Same(3)])
# expect: eq 1 1
# expect: eq 2 3
# expect: lt 2 3
# expect: True
print([Same(1)] == [Same(1), Same(2)], Same(1) in [Same(2), Same(1)])
# expect: eq 2 1
# expect: eq 1 1
# expect: False True
a = []; a.append(a)
print(a, [a] == [a], a in a, [[1, [2, [3]]]], [a, a])
# expect: [[...]] True True [[1, [2, [3]]]] [[[...]], [[...]]]
try:
    b = []; b.append(b)
    a == b
except RecursionError as error:
    print(error)                        # expect: maximum recursion depth exceeded in comparison
for expression in ('[1] < (1,)', '[1] < 1', '["a"] < [1]', '[1, "a"] < [1, 2]', 'hash([])',
                   '{[]}', '[] < None'):
    try:
        print(eval(expression))
    except TypeError as error:
        print(error)
        # expect: '<' not supported between instances of 'list' and 'tuple'
        # expect: '<' not supported between instances of 'list' and 'int'
        # expect: '<' not supported between instances of 'str' and 'int'
        # expect: '<' not supported between instances of 'str' and 'int'
        # expect: unhashable type: 'list'
        # expect: unhashable type: 'list'
        # expect: '<' not supported between instances of 'list' and 'NoneType'
