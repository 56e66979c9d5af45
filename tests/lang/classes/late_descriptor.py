"""A class attribute that becomes a descriptor when its class gets __get__: caches notice."""
class Attribute: pass
class C:
    def __init__(self): self.x = 1
    x = Attribute()
def read(o): return o.x
def call(o): return o.m()
o = C()
print({read(o) for _ in range(200)})    # expect: {1}
Attribute.__get__ = lambda self, instance, owner: 2
print({read(o) for _ in range(200)})    # The instance's value still wins.  # expect: {1}
Attribute.__set__ = lambda self, instance, value: None
print({read(o) for _ in range(200)})    # expect: {2}
o.x = 5
print(read(o), vars(o))                 # expect: 2 {'x': 1}
del Attribute.__set__
print({read(o) for _ in range(200)})    # expect: {1}
del Attribute.__get__
del o.x
print(type(read(o)).__name__)           # expect: Attribute
