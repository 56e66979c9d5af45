"""What enumerations refuse."""
from enum import *
class Colour(Enum): RED = 1; GREEN = 2
class N(IntEnum): ONE = 1
class S(StrEnum): A = 'a'
class Perm(Flag): R = 4
for call in (lambda: Colour(99), lambda: Colour['BLUE'], lambda: setattr(Colour, 'RED', 5),
             lambda: Colour.BLUE, lambda: type('X', (Colour,), {}),
             lambda: unique(Enum('D', {'a': 1, 'b': 1})), lambda: Colour.RED < Colour.GREEN,
             lambda: Perm(64), lambda: delattr(Colour, 'RED'), lambda: Colour.RED.value.x,
             lambda: N('a'), lambda: S(5)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError 99 is not a valid Colour
    # expect: KeyError 'BLUE'
    # expect: AttributeError cannot reassign member 'RED'
    # expect: AttributeError BLUE
    # expect: AttributeError 'dict' object has no attribute '_member_names'
    # expect: ValueError duplicate values found in <enum 'D'>: b -> a
    # expect: TypeError '<' not supported between instances of 'Colour' and 'Colour'
    # expect: ValueError <flag 'Perm'> invalid value 64
    # expect:     given 0b0 1000000
    # expect:   allowed 0b0 0000100
    # expect: AttributeError 'Colour' cannot delete member 'RED'.
    # expect: AttributeError 'int' object has no attribute 'x'
    # expect: ValueError 'a' is not a valid N
    # expect: ValueError 5 is not a valid S
