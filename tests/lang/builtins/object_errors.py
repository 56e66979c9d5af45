"""What getattr, isinstance, ord and their like refuse."""
class A: pass
a = A()
for call in (lambda: getattr(a, 5), lambda: getattr(a), lambda: vars(5),
             lambda: isinstance(1, 5), lambda: isinstance(1, [int]), lambda: issubclass(5, int),
             lambda: id(), lambda: hash([]), lambda: dir(1, 2), lambda: ord('ab'),
             lambda: ord(5), lambda: chr('a'), lambda: abs('a'), lambda: round('a'),
             lambda: divmod(1), lambda: hex(1.5), lambda: isinstance(1, list[int]),
             lambda: issubclass(int, list[int]), lambda: int | 5, lambda: int | 'a',
             lambda: len(5), lambda: len()):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError attribute name must be string, not 'int'
    # expect: TypeError getattr expected at least 2 arguments, got 1
    # expect: TypeError vars() argument must have __dict__ attribute
    # expect: TypeError isinstance() arg 2 must be a type, a tuple of types, or a union
    # expect: TypeError isinstance() arg 2 must be a type, a tuple of types, or a union
    # expect: TypeError issubclass() arg 1 must be a class
    # expect: TypeError id() takes exactly one argument (0 given)
    # expect: TypeError unhashable type: 'list'
    # expect: TypeError dir expected at most 1 argument, got 2
    # expect: TypeError ord() expected a character, but string of length 2 found
    # expect: TypeError ord() expected string of length 1, but int found
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: TypeError bad operand type for abs(): 'str'
    # expect: TypeError type str doesn't define __round__ method
    # expect: TypeError divmod expected 2 arguments, got 1
    # expect: TypeError 'float' object cannot be interpreted as an integer
    # expect: TypeError isinstance() argument 2 cannot be a parameterized generic
    # expect: TypeError issubclass() argument 2 cannot be a parameterized generic
    # expect: TypeError unsupported operand type(s) for |: 'type' and 'int'
    # expect: TypeError unsupported operand type(s) for |: 'type' and 'str'
    # expect: TypeError object of type 'int' has no len()
    # expect: TypeError len() takes exactly one argument (0 given)
