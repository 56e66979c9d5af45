# Bases, metaclasses and mro() under change.
def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def class_assignment():
    class A: __slots__ = ('a',)
    class B: __slots__ = ('a', 'b')
    class C: pass
    x = A(); x.a = 1
    for c in B, C, int, type, 5, None, A:
        try: x.__class__ = c
        except TypeError as e: print(e)
    (1).__class__ = C
# expect: __class__ assignment: 'B' object layout differs from 'A'
# expect: __class__ assignment: 'C' object layout differs from 'A'
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: __class__ must be set to a class, not 'int' object
# expect: __class__ must be set to a class, not 'NoneType' object
# expect: class_assignment TypeError __class__ assignment only supported for mutable types or ModuleType subclasses


@run
def odd_dicts():
    for d in {1: 2}, {'__slots__': 5}, {'__slots__': ('a', 'a')}, {'__slots__': ('1',)}, {'__slots__': ('__dict__', '__dict__')}, {'__slots__': 'a', 'a': 1}, {'__qualname__': 5}, {'__classcell__': 5}, {'__module__': 5, '__doc__': 1}, {'__hash__': 5}, {'__eq__': None}, {'__init_subclass__': 5}, {'__set_name__': 1, 'x': type('D', (), {'__set_name__': 5})()}, {'__del__': 7}, {'__new__': 8}, {'__getattribute__': 9}:
        try: print(list(d), repr(type('T', (), d)())[:12])
        except Exception as e: print(list(d), type(e).__name__, str(e)[:70])
    class S(str):
        def __hash__(self): return 1 / 0
    type('T', (), {'a': 1, **({} if False else {})}); type(S('x'), (), {})
# expect: [1] <__main__.T
# expect: ['__slots__'] TypeError 'int' object is not iterable
# expect: ['__slots__'] <__main__.T
# expect: ['__slots__'] TypeError __slots__ must be identifiers
# expect: ['__slots__'] TypeError __dict__ slot disallowed: we already got one
# expect: ['__slots__', 'a'] ValueError 'a' in __slots__ conflicts with class variable
# expect: ['__qualname__'] TypeError type __qualname__ must be a str, not int
# expect: ['__classcell__'] TypeError __classcell__ must be a nonlocal cell, not <class 'int'>
# expect: ['__module__', '__doc__'] <T object at
# expect: ['__hash__'] <__main__.T
# expect: ['__eq__'] <__main__.T
# expect: ['__init_subclass__'] <__main__.T
# expect: ['__set_name__', 'x'] RuntimeError Error calling __set_name__ on 'D' instance 'x' in 'T'
# expect: ['__del__'] <__main__.T
# expect: ['__new__'] TypeError 'int' object is not callable
# expect: ['__getattribute__'] <__main__.T
# expect: odd_dicts None
# expect stderr: Exception ignored in: 7
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/robust/mro_surgery_3.py", line 31, in odd_dicts
# expect stderr:     try: print(list(d), repr(type('T', (), d)())[:12])
# expect stderr:                         ^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: TypeError: 'int' object is not callable
