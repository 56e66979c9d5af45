"""The protocols of iteration, from every kind of object."""
class Up:
    def __init__(self, n): self.n, self.i = n, 0
    def __iter__(self): return self
    def __next__(self):
        if self.i == self.n: raise StopIteration
        self.i += 1
        return self.i
print(list(Up(3)), [*Up(2)], sum(Up(4)))  # expect: [1, 2, 3] [1, 2] 10
print(max(Up(3)), tuple(Up(2)), {*Up(2)})  # expect: 3 (1, 2) {1, 2}
print(dict(zip(Up(2), 'ab')))           # expect: {1: 'a', 2: 'b'}
print(' '.join(map(str, Up(3))), 2 in Up(3))  # expect: 1 2 3 True
print(sorted(Up(3), reverse=True))      # expect: [3, 2, 1]
print(list(zip(Up(2), Up(3))))          # expect: [(1, 1), (2, 2)]
a, *b = Up(4)
print(a, b, [x for x in Up(3) if x > 1])  # expect: 1 [2, 3, 4] [2, 3]
print(any(x == 2 for x in Up(5)))       # expect: True
for x in Up(5):
    if x == 3: break
else: print('never')
class Raises:
    def __iter__(self): return self
    def __next__(self): raise ValueError('next fails')
class NoNext:
    def __iter__(self): return self
class IterFails:
    def __iter__(self): raise KeyError('iter fails')
class GetItem:
    def __getitem__(self, i):
        if i > 2: raise StopIteration
        return i
for call in (lambda: list(Raises()), lambda: list(NoNext()), lambda: list(IterFails()),
             lambda: list(GetItem()), lambda: [x for x in 5], lambda: dict(Up(2)),
             lambda: set(Raises()), lambda: 5 in IterFails(), lambda: [*Raises()],
             lambda: max(Raises()), lambda: ''.join(Up(2)), lambda: {**Up(2)}, lambda: iter(Up),
             lambda: next([])):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
# expect: ValueError next fails
# expect: TypeError iter() returned non-iterator of type 'NoNext'
# expect: KeyError 'iter fails'
# expect: [0, 1, 2]
# expect: TypeError 'int' object is not iterable
# expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
# expect: ValueError next fails
# expect: KeyError 'iter fails'
# expect: ValueError next fails
# expect: ValueError next fails
# expect: TypeError sequence item 0: expected str instance, int found
# expect: TypeError 'Up' object is not a mapping
# expect: TypeError 'type' object is not iterable
# expect: TypeError 'list' object is not an iterator
