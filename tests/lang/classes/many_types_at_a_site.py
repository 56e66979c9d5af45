"""One place in the code meets many classes, which change meanwhile: caches must not mix them up."""

class Base:
    kind = 'base'
    def __init__(self, *names):
        for name in names:
            setattr(self, name, name + type(self).__name__)
    def tell(self): return self.kind
class A(Base): pass
class B(Base): kind = 'b'
class C(Base):
    def tell(self): return 'told by C'
class D(Base):
    __slots__ = ('x',)
class E(Base):
    x = property(lambda self: 'property of E')
    def __init__(self, *names): pass
class F(Base):
    x = 'class F'

def look(objects, turns):
    seen = set()
    for _ in range(turns):
        for o in objects:
            seen.add((type(o).__name__, o.x, o.tell()))
            o.y = o.x
            o.y += '!'
            seen.add(o.y)
    return sorted(map(str, seen))

objects = [A('x', 'y'), B('y', 'x'), C('z', 'x', 'y'), D('x', 'y'), E(), F('y')]
first = look(objects, 200)
print(len(first), first[0], first[-1])  # expect: 12 ('A', 'xA', 'base') xD!
B.tell = lambda self: 'changed'
Base.kind = 'other'
C.x = property(lambda self: 'now a property')
del F.x
objects[-1].x = 'own'
A.__getattribute__ = (lambda self, name:
                      'asked' if name == 'x' else object.__getattribute__(self, name))
second = look(objects, 200)
print(*second, sep='\n')
# expect: ('A', 'asked', 'other')
# expect: ('B', 'xB', 'changed')
# expect: ('C', 'now a property', 'told by C')
# expect: ('D', 'xD', 'other')
# expect: ('E', 'property of E', 'other')
# expect: ('F', 'own', 'other')
# expect: asked!
# expect: now a property!
# expect: own!
# expect: property of E!
# expect: xB!
# expect: xD!
look([objects[1]], 500)
del objects[1].x
try:
    look(objects, 1)
except AttributeError as error:
    print(error)                        # expect: 'B' object has no attribute 'x'
