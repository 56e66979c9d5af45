"""Classes and instances: attributes, methods, construction."""
class Point:
    """A point."""
    count = 0
    def __new__(cls, *args):
        cls.count += 1
        return super().__new__(cls)
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def __repr__(self): return f'Point({self.x}, {self.y})'
    def move(self, dx): self.x += dx; return self
p, q = Point(1, 2), Point(3)
print(p, q, Point.count, p.move(5).move(1))  # expect: Point(7, 2) Point(3, 0) 2 Point(7, 2)
print(p.__dict__, Point.__name__, Point.__doc__)  # expect: {'x': 7, 'y': 2} Point A point.
print(Point.__module__, Point.__qualname__)  # expect: __main__ Point
print(type(p) is Point, p.__class__ is Point)  # expect: True True
p.z = 9; p.count = 'own'
print(p.z, p.count, q.count, Point.count, vars(q))  # expect: 9 own 2 2 {'x': 3, 'y': 0}
print(hasattr(q, 'z'), getattr(q, 'z', 'none'))  # expect: False none
print(Point.move(q, 1), isinstance(p, Point))  # expect: Point(4, 0) True
print(issubclass(Point, object))        # expect: True
del p.z
bound = q.move
print(bound(1), bound.__self__ is q)    # expect: Point(5, 0) True
print(bound.__func__ is Point.move)     # expect: True
print(bound == q.move, q.move is q.move)  # expect: True False
print(bound.__name__, Point.move.__qualname__)  # expect: move Point.move
setattr(q, 'odd name', 1); delattr(q, 'y')
print(vars(q), dir(q)[-3:], object.__repr__(q)[:26])
# expect: {'x': 5, 'odd name': 1} ['move', 'odd name', 'x'] <__main__.Point object at
class Empty: pass
e = Empty()
print(e == e, e == Empty(), e != Empty(), bool(e))  # expect: True False True True
print(hash(e) == hash(e))               # expect: True
print(repr(e).startswith('<__main__.Empty object at 0x'))  # expect: True
print(str(Empty), Empty.__bases__, Empty.__mro__)
# expect: <class '__main__.Empty'> (<class 'object'>,) (<class '__main__.Empty'>, <class 'object'>)
print(Empty.__dict__.keys() >= {'__module__', '__dict__'})  # expect: True
