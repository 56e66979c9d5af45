"""Hash and equality decide; hashes that collide; keys that fail."""
class K:
    def __init__(self, n, h): self.n, self.h = n, h
    def __hash__(self): return self.h
    def __eq__(self, other): return isinstance(other, K) and self.n == other.n
    def __repr__(self): return f'K{self.n}'
d = {K(i, 7): i for i in range(50)}
print(len(d), d[K(30, 7)], K(30, 8) in d)  # expect: 50 30 False
print(d.pop(K(10, 7)), len(d), d.get(K(10, 7)))  # expect: 10 49 None
print(list(d)[9:11])                    # expect: [K9, K11]
d[K(30, 7)] = 'new'
print(d[K(30, 7)])                      # expect: new
print({1: 'int', 1.0: 'float', True: 'bool'})  # expect: {1: 'bool'}
print({0: 1}[False], {-1: 'a', -2: 'b'}[-2])  # expect: 1 b
print(hash(-1) == hash(-2), {'': 1}[''])  # expect: True 1
print({None: 0}[None])                  # expect: 0
nan = float('nan')
e = {nan: 1}
print(e[nan], nan in e, {2**70: 1}[2.0**70])  # expect: 1 True 1
print({(1, 'a'): 5}[(1, 'a')])          # expect: 5
print({frozenset([1]): 2}[frozenset([1])])  # expect: 2
print({int: 1}[int], {len: 2}[len])     # expect: 1 2
print({b'a': 1}.get('a'))               # expect: None
class Fails:
    def __init__(self, what): self.what = what
    def __hash__(self):
        if self.what == 'hash': raise ValueError('hash fails')
        return self.what if self.what.__class__ is int else 'text' if self.what == 'type' else 5
    def __eq__(self, other): raise ValueError('eq fails')
f = {5: 'five', 2**61 - 1 + 5: 'x'}
for what in ('hash', 'type', 'eq', 5):
    try:
        print(f.get(Fails(what)))
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError hash fails
        # expect: TypeError __hash__ method should return an integer
        # expect: ValueError eq fails
        # expect: ValueError eq fails
class HashBig:
    def __hash__(self): return 2**100 + 3
print(hash(HashBig()) == hash(2**100 + 3))  # expect: True
print(HashBig() in {1: 1})              # expect: False
print({HashBig(): 1}.keys().__len__())  # expect: 1
class MinusOne:
    def __hash__(self): return -1
print(hash(MinusOne()))                 # expect: -2
