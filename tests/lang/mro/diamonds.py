"""C3: the order of classes."""
class O: pass
class A(O):
    def f(self): return ['A'] + (super().f() if hasattr(super(), 'f') else [])
class B(O):
    def f(self): return ['B'] + (super().f() if hasattr(super(), 'f') else [])
class C(A, B):
    def f(self): return ['C'] + super().f()
class D(B):
    def f(self): return ['D'] + super().f()
class E(C, D):
    def f(self): return ['E'] + super().f()
print([k.__name__ for k in E.__mro__], E().f(), C().f())
# expect: ['E', 'C', 'A', 'D', 'B', 'O', 'object'] ['E', 'C', 'A', 'D', 'B'] ['C', 'A', 'B']
class X(O): pass
class Y(O): pass
class XY(X, Y): pass
class YX(Y, X): pass
for bases in ((XY, YX), (O, X), (object, O), (X, XY)):
    try:
        print(type('Z', bases, {}))
    except TypeError as error:
        print(error)
        # expect: Cannot create a consistent method resolution
        # expect: order (MRO) for bases X, Y
        # expect: Cannot create a consistent method resolution
        # expect: order (MRO) for bases O, X
        # expect: Cannot create a consistent method resolution
        # expect: order (MRO) for bases object, O
        # expect: Cannot create a consistent method resolution
        # expect: order (MRO) for bases X, XY
class K1(A, X): pass
class K2(B, Y): pass
class Z(K1, K2): pass
print(*(k.__name__ for k in Z.mro()))   # expect: Z K1 A X K2 B Y O object
Z.__bases__ = (K2, K1)
print(*(k.__name__ for k in Z.mro()), Z().f())  # expect: Z K2 B Y K1 A X O object ['B', 'A']
try:
    Z.__bases__ = ()
except TypeError as error:
    print(error)
    # expect: can only assign non-empty tuple to Z.__bases__, not ()
class Meta(type):
    def mro(cls): return [cls, A, object]
class M(metaclass=Meta): pass
print(*(k.__name__ for k in M.__mro__), M().f())  # expect: M A object ['A']
