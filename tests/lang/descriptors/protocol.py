"""__get__, __set__, __delete__, __set_name__: who comes first."""
class Data:
    def __set_name__(self, owner, name): print('named', owner.__name__, name); self.name = name
    def __get__(self, instance,
                owner): return f'data {self.name} of {instance is not None} {owner.__name__}'
    def __set__(self, instance, value): print('set', self.name,
            value); instance.__dict__[self.name] = value
    def __delete__(self, instance): print('delete', self.name)
class NonData:
    def __get__(self, instance, owner=None): return 'non-data'
class Only:
    def __set__(self, instance, value): instance.__dict__['only'] = value * 2
class A:
    d = Data()
    n = NonData()
    only = Only()                       # expect: named A d
a = A()
print(a.d, A.d, a.n, A.n)
# expect: data d of True A data d of False A non-data non-data
a.d = 1; a.n = 2; a.only = 3            # expect: set d 1
print(a.d, a.n, a.only, a.__dict__, A.n)
# expect: data d of True A 2 6 {'d': 1, 'n': 2, 'only': 6} non-data
del a.d                                 # expect: delete d
A.late = Data.__new__(Data)
try:
    a.late
except AttributeError as error:
    print(error)                        # expect: 'Data' object has no attribute 'name'
try:
    del a.only
except AttributeError as error:
    print(error)                        # expect: __delete__
class B(A):
    d = 'plain'
    def m(self): return super().d, super().n
print(B().d, B().m())                   # expect: plain ('data d of True B', 'non-data')
class Fails:
    def __set_name__(self, owner, name): raise ValueError('no name')
try:
    class C: x = Fails()
except RuntimeError as error:
    print(error, repr(error.__cause__))
    # expect: Error calling __set_name__ on 'Fails' instance 'x' in 'C' ValueError('no name')
class Meta(type):
    m = Data()
    n = NonData()                       # expect: named Meta m
class D(metaclass=Meta):
    n = 'in class'
print(D.m, D.n)                         # expect: data m of True Meta in class
D.m = 5
# expect: set m 5
# expect error: TypeError: 'mappingproxy' object does not support item assignment
print(D.__dict__.get('m'))
class Function:
    def __call__(self, *args): return args
class E: f = Function(); g = len; h = lambda *a: len(a); i = print
print(E().f(1), E().g('abc'), E().h(1), E.h(1))
