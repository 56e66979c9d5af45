"""Indices and assignments that lists refuse."""
b = [1, 2, 3]
for statement in ('b[::2] = [1]', 'b[0:1] = 5', 'b["a"]', 'b[50]', 'b[50] = 1', 'del b[50]',
                  'b[::0]', 'b[1.0]', 'b[::-1] = [1]', 'del b["x"]', 'b["x"] = 1', 'b += 5',
                  'b[None]', 'b[2**100]', 'b[:"a"]', 'b[1, 2]'):
    try:
        exec(statement)
    except Exception as error:
        print(statement, '-')
        print(type(error).__name__ + ':', error)
# expect: b[::2] = [1] -
# expect: ValueError: attempt to assign sequence of size 1 to extended slice of size 2
# expect: b[0:1] = 5 -
# expect: TypeError: can only assign an iterable
# expect: b["a"] -
# expect: TypeError: list indices must be integers or slices, not str
# expect: b[50] -
# expect: IndexError: list index out of range
# expect: b[50] = 1 -
# expect: IndexError: list assignment index out of range
# expect: del b[50] -
# expect: IndexError: list assignment index out of range
# expect: b[::0] -
# expect: ValueError: slice step cannot be zero
# expect: b[1.0] -
# expect: TypeError: list indices must be integers or slices, not float
# expect: b[::-1] = [1] -
# expect: ValueError: attempt to assign sequence of size 1 to extended slice of size 3
# expect: del b["x"] -
# expect: TypeError: list indices must be integers or slices, not str
# expect: b["x"] = 1 -
# expect: TypeError: list indices must be integers or slices, not str
# expect: b += 5 -
# expect: TypeError: 'int' object is not iterable
# expect: b[None] -
# expect: TypeError: list indices must be integers or slices, not NoneType
# expect: b[2**100] -
# expect: IndexError: cannot fit 'int' into an index-sized integer
# expect: b[:"a"] -
# expect: TypeError: slice indices must be integers or None or have an __index__ method
# expect: b[1, 2] -
# expect: TypeError: list indices must be integers or slices, not tuple
