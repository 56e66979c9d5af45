"""super: with and without arguments, in every kind of method."""
class A:
    def m(self): return 'A.m'
    @classmethod
    def c(cls): return 'A.c of ' + cls.__name__
    @staticmethod
    def s(): return 'A.s'
    @property
    def p(self): return 'A.p'
    x = 'A.x'
class B(A):
    def m(self): return super().m() + ' B.m'
    @classmethod
    def c(cls): return super().c()
    @staticmethod
    def s(): return super(B, B).s()
    @property
    def p(self): return super().p + ' B.p'
    def gen(self): yield super().m()
    def nested(self): return [super(B, self).m()
                              for _ in range(1)], (lambda: super(B,
                                      self).m())(), (lambda self: super().m())(self)
    x = 'B.x'
    def values(self): return super().x, super(B, self).x, self.x
b = B()
print(b.m(), B.c(), b.c(), b.s(), b.p)  # expect: A.m B.m A.c of B A.c of B A.s A.p B.p
print(list(b.gen()), b.nested(), b.values())
# expect: ['A.m'] (['A.m'], 'A.m', 'A.m') ('A.x', 'A.x', 'B.x')
s = super(B, b)
print(s.m(), s.__thisclass__.__name__)  # expect: A.m B
print(s.__self__ is b, s.__self_class__.__name__)  # expect: True B
print(repr(s), super(B).__self__)       # expect: <super: <class 'B'>, <B object>> None
print(super(B, B).m(b), s.__class__)    # expect: A.m <class 'super'>
class Unbound(A):
    def m(self): return self.sup.m() + '!'
Unbound.sup = super(Unbound)
print(Unbound().m())                    # expect: A.m!
class Late(A):
    def f(self):
        self = A()
        return super().m()
    def g(): return super().m()
    def h(*args): return super().m()
for call in (Late().f, Late.g, Late().h, lambda: s.nope, lambda: super(), lambda: super(B, A()),
             lambda: super(5), lambda: setattr(s, 'x', 1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError super(type, obj): obj must be an instance or subtype of type
        # expect: RuntimeError super(): no arguments
        # expect: RuntimeError super(): no arguments
        # expect: AttributeError 'super' object has no attribute 'nope'
        # expect: RuntimeError super(): no arguments
        # expect: TypeError super(type, obj): obj must be an instance or subtype of type
        # expect: TypeError super() argument 1 must be a type, not int
        # expect: AttributeError 'super' object has no attribute 'x'
class C(B):
    def m(self): return super(B, self).m()
print(C().m(), C().__class__.__mro__[1] is B)  # expect: A.m True
