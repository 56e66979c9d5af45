"""abc and collections.abc."""
from abc import *
import collections.abc as c
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    def __subclasshook__(cls, other): return True if hasattr(other, 'quacks') else NotImplemented
class Square(Shape):
    def area(self): return 4
    name = 'square'
class Half(Shape):
    def area(self): return super().area()
class Duck: quacks = True
print(Square().area(), isinstance(Duck(), Shape))  # expect: 4 True
print(issubclass(Square, Shape))        # expect: True
print(isinstance(5, Shape))             # expect: False
print(Shape.__abstractmethods__ == {'area', 'name'})  # expect: True
print(Half.__abstractmethods__)         # expect: frozenset({'name'})
for k in (Shape, Half, c.Iterable, c.Sequence):
    try: k()
    except TypeError as e: print(e)
    # expect: Can't instantiate abstract class Shape with abstract methods area, name
    # expect: Can't instantiate abstract class Half with abstract method name
    # expect: Can't instantiate abstract class Iterable with abstract method __iter__
    # expect: Can't instantiate abstract class Sequence with abstract methods __getitem__, __len__
@Shape.register
class Other: pass
print(issubclass(Other, Shape))         # expect: True
print(isinstance([], c.Sequence))       # expect: True
print(isinstance({}, c.Mapping))        # expect: True
print(isinstance((), c.Hashable))       # expect: True
print(isinstance([], c.Hashable))       # expect: False
print(isinstance(iter([]), c.Iterator))  # expect: True
print(isinstance((x for x in ()), c.Generator))  # expect: True
print(isinstance(len, c.Callable))      # expect: True
print(isinstance('a', c.Collection))    # expect: True
print(isinstance({1}, c.MutableSet))    # expect: True
print(isinstance(range(1), c.Sequence))  # expect: True
print(issubclass(dict, c.MutableMapping))  # expect: True
class Seq(c.Sequence):
    def __getitem__(self, i): return [1, 2, 3][i]
    def __len__(self): return 3
class Map(c.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = Map(); m.update(a=1); m.setdefault('b', 2)
print(2 in Seq(), list(reversed(Seq())))  # expect: True [3, 2, 1]
print(Seq().index(3), Seq().count(1), m.pop('a'))  # expect: 2 1 1
print(dict(m), m == {'b': 2}, list(m.items()))  # expect: {'b': 2} True [('b', 2)]
print(m.get('zz'), m.popitem(), len(m))  # expect: None ('b', 2) 0
print('b' in m.keys())                  # expect: False
