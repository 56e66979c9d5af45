"""What slices refuse."""
for call in (lambda: slice(), lambda: slice(1).indices(-1), lambda: slice(1).indices('a'),
             lambda: hash(slice(1)), lambda: slice(None, None, 0).indices(3),
             lambda: slice('a').indices(3), lambda: slice(1, 2, 3, 4),
             lambda: slice(1.5).indices(3)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError slice expected at least 1 argument, got 0
        # expect: ValueError length should not be negative
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: TypeError unhashable type: 'slice'
        # expect: ValueError slice step cannot be zero
        # expect: TypeError slice indices must be integers or None or have an __index__ method
        # expect: TypeError slice expected at most 3 arguments, got 4
        # expect: TypeError slice indices must be integers or None or have an __index__ method
try:
    slice(1).start = 5
except AttributeError as error:
    print(error)                        # expect: readonly attribute
