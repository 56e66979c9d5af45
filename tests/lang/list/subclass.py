"""Subclasses of list."""
class Stack(list):
    def push(self, x): self.append(x); return self
    def __getitem__(self, i): return 'got ' + str(super().__getitem__(i))
    def __len__(self): return 42
s = Stack([1, 2])
print(s.push(3), s[0], len(s), list(s))  # expect: [1, 2, 3] got 1 42 [1, 2, 3]
print(type(s + [1]).__name__, type(s[:1]))  # expect: list <class 'str'>
print(s == [1, 2, 3], bool(s), [x for x in s])  # expect: True True [1, 2, 3]
print(3 in s, s.copy().__class__.__name__)  # expect: True list
a, b, c = s
print(a, b, c, sorted(s, reverse=True), sum(s))  # expect: 1 2 3 [3, 2, 1] 6
print(max(s), tuple(s), isinstance(s, list))  # expect: 3 (1, 2, 3) True
print(repr(s), str(s))                  # expect: [1, 2, 3] [1, 2, 3]
s.note = 'attribute'
print(s.note, s.__dict__, s * 1 == s, s.index(2))  # expect: attribute {'note': 'attribute'} True 1
print(s.pop(), list.__len__(s))         # expect: 3 2
print(list.__getitem__(s, 0))           # expect: 1
class Quiet(list):
    __slots__ = ()
    def __iter__(self): return iter('abc')
    def append(self, x): super().append(x * 2)
q = Quiet([1])
q.append(4); q.extend([1]); q += [2]
print(list(q), [*q], q, 'b' in q, len(q), Quiet.__repr__(q))
# expect: ['a', 'b', 'c'] ['a', 'b', 'c'] [1, 8, 1, 2] False 4 [1, 8, 1, 2]
try:
    q.x = 1
except AttributeError as error:
    print(error)                        # expect: 'Quiet' object has no attribute 'x'
class Init(list):
    def __init__(self, *items): super().__init__(items)
print(Init(1, 2, 3), Init())            # expect: [1, 2, 3] []
print(Init.__mro__[1].__name__, Init(1).__class__)  # expect: list <class '__main__.Init'>
print(list.__new__(Init))               # expect: []
