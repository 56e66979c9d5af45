"""Conversions that give a subclass of what is wanted."""
import operator
class IntSub(int): pass
class Dep:
    def __int__(self): return IntSub(3)
    def __index__(self): return True
import warnings
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    print(int(Dep()), type(int(Dep())).__name__)  # expect: 3 int
    print(operator.index(Dep()), [1, 2][Dep()])  # expect: 1 2
