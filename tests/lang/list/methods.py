"""The methods of list."""
a = [3, 1, 2]
a.append(5); a.extend((7, 8)); a.insert(0, 'x'); a.insert(-1, 'y'); a.insert(100, 'z')
print(a, a.pop(), a.pop(0), a.pop(-2), a)  # expect: [3, 1, 2, 5, 7, 8] z x y [3, 1, 2, 5, 7, 8]
print(a.index(1), a.count(5), len(a))   # expect: 1 1 6
a.remove(8); a.reverse()
print(a, a.copy(), a.copy() is a, a == a.copy())
# expect: [7, 5, 2, 1, 3] [7, 5, 2, 1, 3] False True
print(a * 2, a + [1], [0] * 3, 3 * [1, 2], [] * 5)
# expect: [7, 5, 2, 1, 3, 7, 5, 2, 1, 3] [7, 5, 2, 1, 3, 1] [0, 0, 0] [1, 2, 1, 2, 1, 2] []
print([1] * -1)                         # expect: []
a.clear()
print(a, a.extend('ab'), a)             # expect: ['a', 'b'] None ['a', 'b']
print(a.extend(x * 2 for x in range(3)), a)  # expect: None ['a', 'b', 0, 2, 4]
print(a.extend(a), a, [1, 2, 1].index(1, 1))
# expect: None ['a', 'b', 0, 2, 4, 'a', 'b', 0, 2, 4] 2
print([1, 2, 3].index(3, -1))           # expect: 2
for call in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].index(2), lambda: [1].remove(2),
             lambda: [].append(), lambda: [].insert(1), lambda: [1].extend(5),
             lambda: [1] + (2,),
             lambda: [1] * 1.5, lambda: [1].index(1, 1), lambda: [1].pop('a'),
             lambda: [1].sort(1), lambda: [].append(1, 2), lambda: list(1, 2), lambda: list(5),
             lambda: [1, 2].index(), lambda: [].nope):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: IndexError pop from empty list
        # expect: IndexError pop index out of range
        # expect: ValueError 2 is not in list
        # expect: ValueError list.remove(x): x not in list
        # expect: TypeError list.append() takes exactly one argument (0 given)
        # expect: TypeError insert expected 2 arguments, got 1
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError can only concatenate list (not "tuple") to list
        # expect: TypeError can't multiply sequence by non-int of type 'float'
        # expect: ValueError 1 is not in list
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError sort() takes no positional arguments
        # expect: TypeError list.append() takes exactly one argument (2 given)
        # expect: TypeError list expected at most 1 argument, got 2
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError index expected at least 1 argument, got 0
        # expect: AttributeError 'list' object has no attribute 'nope'
