"""Assignments with the wrong number of values, or none."""
for statement in ('a, b = 1', 'a, b = 1, 2, 3', 'a, b = [1]', 'a, *b, c = [1]', 'a, b = {}',
                  '*a, b = []', 'a, b = iter([1, 2, 3])', 'a, = ()', '(a, b), c = 1, 2', '[*5]',
                  '{**5}', '() = [1]', 'print(*5)', '(*None,)'):
    try:
        exec(statement)
    except Exception as error:
        print(statement, '-')
        print(type(error).__name__ + ':', error)
# expect: a, b = 1 -
# expect: TypeError: cannot unpack non-iterable int object
# expect: a, b = 1, 2, 3 -
# expect: ValueError: too many values to unpack (expected 2)
# expect: a, b = [1] -
# expect: ValueError: not enough values to unpack (expected 2, got 1)
# expect: a, *b, c = [1] -
# expect: ValueError: not enough values to unpack (expected at least 2, got 1)
# expect: a, b = {} -
# expect: ValueError: not enough values to unpack (expected 2, got 0)
# expect: *a, b = [] -
# expect: ValueError: not enough values to unpack (expected at least 1, got 0)
# expect: a, b = iter([1, 2, 3]) -
# expect: ValueError: too many values to unpack (expected 2)
# expect: a, = () -
# expect: ValueError: not enough values to unpack (expected 1, got 0)
# expect: (a, b), c = 1, 2 -
# expect: TypeError: cannot unpack non-iterable int object
# expect: [*5] -
# expect: TypeError: Value after * must be an iterable, not int
# expect: {**5} -
# expect: TypeError: 'int' object is not a mapping
# expect: () = [1] -
# expect: ValueError: too many values to unpack (expected 0)
# expect: print(*5) -
# expect: TypeError: print() argument after * must be an iterable, not int
# expect: (*None,) -
# expect: TypeError: Value after * must be an iterable, not NoneType
