"""The methods and operators of set and frozenset."""
a, b = {1, 2, 3}, {3, 4}
print(sorted(a | b), a & b, sorted(a - b))  # expect: [1, 2, 3, 4] {3} [1, 2]
print(sorted(a ^ b), a <= {1, 2, 3, 4}, a < a)  # expect: [1, 2, 4] True False
print(a >= {1}, a > {1}, a == {3, 2, 1}, a != b)  # expect: True True True True
print(a.isdisjoint({9}), len(a), 2 in a)  # expect: True 3 True
print(sorted(a.union([5], (6,))))       # expect: [1, 2, 3, 5, 6]
print(a.intersection([1, 9], [1]))      # expect: {1}
print(sorted(a.difference([1])))        # expect: [2, 3]
print(sorted(a.symmetric_difference([1, 7])))  # expect: [2, 3, 7]
print(a.issubset(range(9)), a.issuperset([1]))  # expect: True True
a.add(10); a.discard(1); a.discard(77); a.remove(2); a.update([5, 6],
        'x'); a.difference_update([6])
print(sorted(a, key=str))               # expect: [10, 3, 5, 'x']
print(sorted(a.copy(), key=str), a.copy() is a)  # expect: [10, 3, 5, 'x'] False
a.intersection_update([3, 5, 'q']); a ^= {5, 8}; a |= {9}; a -= {3}; a &= {8, 9, 1}
print(sorted(a), a.pop() in (8, 9), len(a))  # expect: [8, 9] True 1
print(a.clear(), a, set(), frozenset())  # expect: None set() set() frozenset()
print(frozenset([1]), set('aab') == {'a', 'b'})  # expect: frozenset({1}) True
print({1}, {'x'})                       # expect: {1} {'x'}
f = frozenset([1, 2])
print(hash(f) == hash(frozenset([2, 1])))  # expect: True
print(f == {1, 2}, {f: 1}[frozenset([2, 1])])  # expect: True 1
print(f in {f}, {1, 2} in {f})          # expect: True True
print(type(f | {3}).__name__)           # expect: frozenset
print(type({3} | f).__name__, f.copy() is f)  # expect: set True
print(frozenset(f) is f, f & {1}, f - {1, 2})  # expect: True frozenset({1}) frozenset()
for call in (lambda: {1} | [2], lambda: {[]}, lambda: set(5), lambda: {1}.remove(2),
             lambda: set().pop(), lambda: hash({1}), lambda: f.add(1), lambda: {1} < [1],
             lambda: {1}.union(5), lambda: {1}.add([]), lambda: set(1, 2),
             lambda: [] in {1}, lambda: {1}.discard([]), lambda: {1} + {2}, lambda: {1}[0],
             lambda: frozenset([[]]), lambda: {1}.remove((1, 2)), lambda: {1}.isdisjoint(5),
             lambda: {1} <= 3):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError 'int' object is not iterable
        # expect: KeyError 2
        # expect: KeyError 'pop from an empty set'
        # expect: TypeError unhashable type: 'set'
        # expect: AttributeError 'frozenset' object has no attribute 'add'
        # expect: TypeError '<' not supported between instances of 'set' and 'list'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError set expected at most 1 argument, got 2
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError unsupported operand type(s) for +: 'set' and 'set'
        # expect: TypeError 'set' object is not subscriptable
        # expect: TypeError unhashable type: 'list'
        # expect: KeyError (1, 2)
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError '<=' not supported between instances of 'set' and 'int'
# expect stderr: tests/lang/set/methods.py:31: SyntaxWarning: 'set' object is not subscriptable; perhaps you missed a comma?
# expect stderr:   lambda: [] in {1}, lambda: {1}.discard([]), lambda: {1} + {2}, lambda: {1}[0],
