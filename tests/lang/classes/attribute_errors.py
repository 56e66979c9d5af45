"""What plain objects and classes refuse."""
class Empty: pass
class Point:
    def __init__(self, x, y=0): pass
e = Empty()
for call in (lambda: e.x, lambda: Empty.x, lambda: delattr(e, 'x'), lambda: Empty(1),
             lambda: Point(), lambda: e(), lambda: e[0], lambda: e + 1, lambda: len(e),
             lambda: iter(e), lambda: e < e, lambda: setattr(e, 1, 2),
             lambda: setattr(e, '__dict__', 1), lambda: -e, lambda: 1 in e, lambda: hash(Empty),
             lambda: setattr(e, '__class__', 5), lambda: e.__dict__['x']):
    try:
        call()
        print('fine')
    except Exception as error:
        print(type(error).__name__, error)
# expect: AttributeError 'Empty' object has no attribute 'x'
# expect: AttributeError type object 'Empty' has no attribute 'x'
# expect: AttributeError 'Empty' object has no attribute 'x'
# expect: TypeError Empty() takes no arguments
# expect: TypeError Point.__init__() missing 1 required positional argument: 'x'
# expect: TypeError 'Empty' object is not callable
# expect: TypeError 'Empty' object is not subscriptable
# expect: TypeError unsupported operand type(s) for +: 'Empty' and 'int'
# expect: TypeError object of type 'Empty' has no len()
# expect: TypeError 'Empty' object is not iterable
# expect: TypeError '<' not supported between instances of 'Empty' and 'Empty'
# expect: TypeError attribute name must be string, not 'int'
# expect: TypeError __dict__ must be set to a dictionary, not a 'int'
# expect: TypeError bad operand type for unary -: 'Empty'
# expect: TypeError argument of type 'Empty' is not iterable
# expect: fine
# expect: TypeError __class__ must be set to a class, not 'int' object
# expect: KeyError 'x'
