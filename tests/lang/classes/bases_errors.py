"""Bases that cannot be, and checks against what is no class."""
class A: pass
class B(A): pass
e = A()
for call in (lambda: type('X', (A, 5), {}), lambda: type('X', (bool,), {}),
             lambda: type('X', (int, str), {}), lambda: type('X', (A, A), {}),
             lambda: type('X', (A, B), {}), lambda: super().x, lambda: super(B, 5),
             lambda: setattr(e, '__class__', int), lambda: B.nope, lambda: isinstance(1, 'a'),
             lambda: issubclass(1, int), lambda: type('X', (None,), {}),
             lambda: type('X', (type(None),), {}), lambda: type('X', (type(lambda: 0),), {})):
    try:
        call()
        print('fine')
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
        # expect: TypeError type 'bool' is not an acceptable base type
        # expect: TypeError multiple bases have instance lay-out conflict
        # expect: TypeError duplicate base class A
        # expect: TypeError Cannot create a consistent method resolution
        # expect: order (MRO) for bases A, B
        # expect: RuntimeError super(): no arguments
        # expect: TypeError super(type, obj): obj must be an instance or subtype of type
        # expect: TypeError __class__ assignment only supported for mutable types or ModuleType subclasses
        # expect: AttributeError type object 'B' has no attribute 'nope'
        # expect: TypeError isinstance() arg 2 must be a type, a tuple of types, or a union
        # expect: TypeError issubclass() arg 1 must be a class
        # expect: TypeError metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
        # expect: TypeError type 'NoneType' is not an acceptable base type
        # expect: TypeError type 'function' is not an acceptable base type
