"""What a function knows of itself."""
def f(a, b: int = 2, *c, d: 'text' = None, **e) -> str:
    """The doc."""
    x = 1
    return x
print(f.__name__, f.__qualname__, f.__doc__)  # expect: f f The doc.
print(f.__module__, f.__annotations__)
# expect: __main__ {'b': <class 'int'>, 'd': 'text', 'return': <class 'str'>}
print(f.__defaults__, f.__kwdefaults__)  # expect: (2,) {'d': None}
print(f.__closure__, f.__dict__)        # expect: None {}
c = f.__code__
print(c.co_name, c.co_argcount)         # expect: f 2
print(c.co_kwonlyargcount, c.co_posonlyargcount)  # expect: 1 0
print(c.co_nlocals, c.co_varnames, c.co_names)  # expect: 6 ('a', 'b', 'd', 'c', 'e', 'x') ()
print(c.co_freevars, c.co_cellvars)     # expect: () ()
print(c.co_firstlineno, c.co_flags & 0xff)  # expect: 2 15
print(c.co_consts)                      # expect: ('The doc.', 1)
f.attribute = 1; f.__name__ = 'renamed'; f.__doc__ = None; f.__qualname__ = 'some.where'
print(f.attribute, f.__dict__, f.__name__)  # expect: 1 {'attribute': 1} renamed
print(f.__doc__, repr(f)[:20], callable(f))  # expect: None <function some.where True
print(f.__globals__ is globals())       # expect: True
print(f.__builtins__ is not None)       # expect: True
def outer():
    def inner(): pass
    class K:
        def m(self): pass
    return inner, K
print(outer()[0].__qualname__)          # expect: outer.<locals>.inner
print(outer()[1].m.__qualname__)        # expect: outer.<locals>.K.m
print(outer()[1].__qualname__)          # expect: outer.<locals>.K
print((lambda: 0).__name__)             # expect: <lambda>
print((lambda: 0).__qualname__)         # expect: <lambda>
for attribute, value in (('__name__', 1), ('__code__', 1), ('__defaults__', 1), ('__dict__', 1),
                         ('__kwdefaults__', 1), ('__qualname__', 1), ('__closure__', 1),
                         ('__annotations__', 1), ('__globals__', {})):
    try:
        setattr(f, attribute, value)
    except (TypeError, AttributeError) as error:
        print(attribute, '-', type(error).__name__, error)
        # expect: __name__ - TypeError __name__ must be set to a string object
        # expect: __code__ - TypeError __code__ must be set to a code object
        # expect: __defaults__ - TypeError __defaults__ must be set to a tuple object
        # expect: __dict__ - TypeError __dict__ must be set to a dictionary, not a 'int'
        # expect: __kwdefaults__ - TypeError __kwdefaults__ must be set to a dict object
        # expect: __qualname__ - TypeError __qualname__ must be set to a string object
        # expect: __closure__ - AttributeError readonly attribute
        # expect: __annotations__ - TypeError __annotations__ must be set to a dict object
        # expect: __globals__ - AttributeError readonly attribute
def g(): return 'g'
def h(): return 'h'
g.__code__ = h.__code__
print(g(), g.__name__, g == g, g != h)  # expect: h g True True
print(hash(g) == hash(g), {g: 1}[g])    # expect: True 1
print(g.__get__(5).__self__)            # expect: 5
print(type(g.__get__(5)).__name__)      # expect: method
print(type(f).__name__)                 # expect: function
try:
    del g.missing
except AttributeError as error:
    print(error)                        # expect: 'function' object has no attribute 'missing'
