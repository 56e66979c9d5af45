# Descriptors that delete themselves; __getattribute__ that changes its class; cells.
import gc


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def dict_replaced():
    class A: pass
    a = A(); a.x = 1
    for d in ({}, {1: 2}, {'x': 3}, None, 5, [],
            type('D', (dict,), {'__getitem__': 7, '__missing__': 8})(x=4)):
        try: a.__dict__ = d; print(type(d).__name__, getattr(a, 'x', 'none'))
        except TypeError as e: print(e)
    del a.__dict__
    return a.__dict__
# expect: dict none
# expect: dict none
# expect: dict 3
# expect: __dict__ must be set to a dictionary, not a 'NoneType'
# expect: __dict__ must be set to a dictionary, not a 'int'
# expect: __dict__ must be set to a dictionary, not a 'list'
# expect: D 4
# expect: dict_replaced {}


@run
def slot_chaos():
    class A: __slots__ = 'a', 'b'
    d = A.a; x = A(); d.__set__(x, x); A.a.__get__(x)
    for o in 5, None, object(), A:
        try: d.__set__(o, 1)
        except TypeError as e: print(e)
    d.__delete__(x); d.__delete__(x)
# expect: descriptor 'a' for 'A' objects doesn't apply to a 'int' object
# expect: descriptor 'a' for 'A' objects doesn't apply to a 'NoneType' object
# expect: descriptor 'a' for 'A' objects doesn't apply to a 'object' object
# expect: descriptor 'a' for 'A' objects doesn't apply to a 'type' object
# expect: slot_chaos AttributeError a
