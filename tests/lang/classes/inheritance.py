"""Inheritance: overriding, super, attributes found along the mro."""
class A:
    x = 'A.x'
    def who(self): return 'A'
    def both(self): return self.who() + self.who()
    @classmethod
    def make(cls): return cls()
class B(A):
    def who(self): return 'B' + super().who()
class C(B):
    x = 'C.x'
    def who(self): return 'C' + super(C, self).who()
print(C().who(), C().both(), B().x, C().x)  # expect: CBA CBACBA A.x C.x
print(A.make().who(), C.make().who())   # expect: A CBA
print(C.__mro__ == (C, B, A, object))   # expect: True
print(C.__base__.__name__, A.__subclasses__())  # expect: B [<class '__main__.B'>]
print(issubclass(C, A), isinstance(C(), (int, A)))  # expect: True True
A.x = 'changed'; A.new = lambda self: 'new ' + self.who()
print(B.x, C.x, C().new(), B.__dict__.get('x'))  # expect: changed C.x new CBA None
print(A.who is B.who, C.mro()[1].__name__)  # expect: False B
class D(A):
    def __init__(self, *args, **kw):
        super().__init__()
        self.args = args, kw
    def __getattr__(self, name): return f'no {name}'
d = D(1, k=2)
print(d.args, d.missing, d.x)           # expect: ((1,), {'k': 2}) no missing changed
print(D.__init__ is not A.__init__)     # expect: True
print(getattr(d, 'q'), hasattr(d, 'anything'))  # expect: no q True
class E(D):
    @property
    def x(self): return super().x + '!'
    @staticmethod
    def s(a): return a * 2
    @classmethod
    def who(cls): return cls.__name__ + super().who.__name__
print(E().x, E.s(2), E().who(), E.who())  # expect: changed! 4 Ewho Ewho
e = E()
e.__class__ = D
print(type(e).__name__, e.who())        # expect: D A
