"""property: getters, setters, deleters, docs, inheritance."""
class Celsius:
    def __init__(self, t): self._t = t
    @property
    def t(self):
        """The temperature."""
        return self._t
    @t.setter
    def t(self, value):
        if value < -273: raise ValueError('too cold')
        self._t = value
    @t.deleter
    def t(self): print('deleted'); self._t = None
    f = property(lambda self: self._t * 9 / 5 + 32, None, None, 'Fahrenheit')
    only_set = property(fset=lambda self, v: print('set', v))
c = Celsius(20)
c.t = 25
print(c.t, c.f, Celsius.t.__doc__)      # expect: 25 77.0 The temperature.
print(Celsius.f.__doc__, Celsius.t.fget.__name__)  # expect: Fahrenheit t
print(Celsius.t.fset is not None)       # expect: True
print(type(Celsius.t).__name__)         # expect: property
c.only_set = 3                          # expect: set 3
del c.t                                 # expect: deleted
print(c.t)                              # expect: None
for call in (lambda: setattr(c, 't', -300), lambda: setattr(c, 'f', 1), lambda: c.only_set,
             lambda: delattr(c, 'f'), lambda: property().__get__(c),
             lambda: setattr(Celsius.f, 'fget', 1)):
    try:
        call()
        print('fine')
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError too cold
        # expect: AttributeError property 'f' of 'Celsius' object has no setter
        # expect: AttributeError property 'only_set' of 'Celsius' object has no getter
        # expect: AttributeError property 'f' of 'Celsius' object has no deleter
        # expect: AttributeError property of 'Celsius' object has no getter
        # expect: AttributeError readonly attribute
class Sub(Celsius):
    @Celsius.t.getter
    def t(self): return 'sub'
    @property
    def f(self): return super().f + 1
s = Sub(0)
s.t = 5
print(s.t, s._t, s.f, Sub.t.__get__(s))  # expect: sub 5 42.0 sub
print(Sub.t.__get__(None, Sub) is Sub.t)  # expect: True
print(isinstance(Sub.t, property))      # expect: True
s.__dict__['f'] = 'instance'
print(s.f, property(lambda s: 1).getter(lambda s: 2).fget(0))  # expect: 42.0 2
class P(property): pass
class Q:
    @P
    def x(self): "doc of x"; return 1
print(Q().x, Q.x.__doc__, type(Q.x).__name__)  # expect: 1 doc of x P
print(Q.__dict__['x'].__isabstractmethod__)  # expect: False
class Raises:
    @property
    def x(self): return self.missing
    def __getattr__(self, name): return 'getattr ' + name
print(Raises().x)                       # expect: getattr missing
