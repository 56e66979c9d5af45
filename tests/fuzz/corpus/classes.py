@d
class A(B, metaclass=M, **kw):
    x: int = 1
    __slots__ = ()
    def m(self): return super().m(), __class__, self.__private
    class In: y = x
class C: pass
