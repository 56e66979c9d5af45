"""help() of functions and methods: the title, the signature and the docstring."""
def area(width, height=1, *, unit: str = 'm') -> float:
    """The area of a rectangle.

        Its unit is squared.
    """
class Rectangle:
    def grow(self, factor=2):
        "Make it larger."
def bare(*args): pass
help(area)
# expect: Help on function area in module __main__:
# expect:
# expect: area(width, height=1, *, unit: str = 'm') -> float
# expect:     The area of a rectangle.
# expect:
# expect:     Its unit is squared.
# expect:
help(Rectangle.grow)
# expect: Help on function grow in module __main__:
# expect:
# expect: grow(self, factor=2)
# expect:     Make it larger.
# expect:
help(Rectangle().grow)
# expect: Help on method grow in module __main__:
# expect:
# expect: grow(factor=2) method of __main__.Rectangle instance
# expect:     Make it larger.
# expect:
help(bare)
# expect: Help on function bare in module __main__:
# expect:
# expect: bare(*args)
# expect:
help(len)
# expect: Help on built-in function len in module builtins:
# expect:
# expect: len(obj, /)
# expect:     Return the number of items in a container.
# expect:
help([].append)
# expect: Help on built-in function append:
# expect:
# expect: append(object, /) method of builtins.list instance
# expect:     Append object to the end of the list.
# expect:
help(str.upper)
# expect: Help on method_descriptor:
# expect:
# expect: upper(self, /)
# expect:     Return a copy of the string converted to uppercase.
# expect:
