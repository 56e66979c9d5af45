"""type(): with one argument and with three; attributes of classes."""
X = type('X', (), {'a': 1, 'm': lambda self: self.a})
Y = type('Y', (X,), dict(b=2))
print(X, X().m(), Y().m(), Y.__bases__)  # expect: <class '__main__.X'> 1 1 (<class '__main__.X'>,)
print(Y.__name__, type(X), type(5), type(None))
# expect: Y <class 'type'> <class 'int'> <class 'NoneType'>
print(type(...), type(NotImplemented), type(type))
# expect: <class 'ellipsis'> <class 'NotImplementedType'> <class 'type'>
print(type(len), type(print), type(X.m))
# expect: <class 'builtin_function_or_method'> <class 'builtin_function_or_method'> <class 'function'>
print(type(X().m), type((lambda: (yield))()))  # expect: <class 'method'> <class 'generator'>
X.__name__ = 'Renamed'; X.__qualname__ = 'Qualified'; X.__doc__ = 'new doc'
print(X, X.__name__, X.__doc__, X.__module__)
# expect: <class '__main__.Qualified'> Renamed new doc __main__
print(Y.__mro__, X.__dict__['a'])
# expect: (<class '__main__.Y'>, <class '__main__.Qualified'>, <class 'object'>) 1
print(type(X.__dict__).__name__)        # expect: mappingproxy
print(X.__flags__ & 512 != 0, X.__basicsize__ > 0)  # expect: True True
print(X.__weakrefoffset__ != 0 or True)  # expect: True
print(int.__dictoffset__)               # expect: 0
for call in (lambda: setattr(X, '__name__', 5), lambda: setattr(X, '__name__', 'a\0b'),
             lambda: setattr(int, 'x', 1), lambda: delattr(X, '__name__'),
             lambda: delattr(int, 'real'), lambda: setattr(X, '__bases__', 5),
             lambda: delattr(X, 'zz'), lambda: X.__dict__.__setitem__('a', 1),
             lambda: setattr(X, '__dict__', {}),
             lambda: type('a\0', (), {}), lambda: type('S', (), {'__slots__': 5}),
             lambda: type('S', (), {'__slots__': ('1x',)}), lambda: type(), lambda: type(1, 2),
             lambda: type('E', (), {'__qualname__': 1}), lambda: setattr(X, '__mro__', ())):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError can only assign string to Renamed.__name__, not 'int'
        # expect: ValueError type name must not contain null characters
        # expect: TypeError cannot set 'x' attribute of immutable type 'int'
        # expect: TypeError cannot delete '__name__' attribute of immutable type 'Renamed'
        # expect: TypeError cannot set 'real' attribute of immutable type 'int'
        # expect: TypeError can only assign tuple to Renamed.__bases__, not int
        # expect: AttributeError type object 'Renamed' has no attribute 'zz'
        # expect: AttributeError 'mappingproxy' object has no attribute '__setitem__'
        # expect: AttributeError attribute '__dict__' of 'type' objects is not writable
        # expect: ValueError type name must not contain null characters
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError __slots__ must be identifiers
        # expect: TypeError type() takes 1 or 3 arguments
        # expect: TypeError type() takes 1 or 3 arguments
        # expect: TypeError type __qualname__ must be a str, not int
        # expect: AttributeError readonly attribute
class Docs: 'doc string'
class NoDocs(Docs): pass
print(Docs.__doc__, NoDocs.__doc__)     # expect: doc string None
print(Docs().__doc__, type.__doc__[:14])  # expect: doc string type(object) -
print(int.__doc__[:10])                 # expect: int([x]) -
print(Docs.__subclasses__())            # expect: [<class '__main__.NoDocs'>]
print(type.mro(NoDocs)[0].__name__)     # expect: NoDocs
print(isinstance(Docs, type))           # expect: True
print(type.__call__(Docs).__doc__)      # expect: doc string
print(type.__instancecheck__(Docs, NoDocs()))  # expect: True
print((5).__class__.__class__)          # expect: <class 'type'>
