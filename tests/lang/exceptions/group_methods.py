"""split, subgroup, derive, and what groups refuse."""
g = ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)])])
match, rest = g.split(ValueError)
print(match.exceptions, rest.exceptions)
# expect: (ValueError(1), ExceptionGroup('sub', [ValueError(3)])) (ExceptionGroup('sub', [TypeError(2)]),)
print(g.subgroup(TypeError))            # expect: top (1 sub-exception)
print(g.subgroup(lambda e: e.args == (3,)))  # expect: top (1 sub-exception)
print(g.subgroup(KeyError), g.derive([OSError()]))  # expect: None top (1 sub-exception)
print(str(g), repr(g), g.message, g.args)
# expect: top (2 sub-exceptions) ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)])]) top ('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)])])
print(isinstance(g, Exception))         # expect: True
print(isinstance(BaseExceptionGroup('b', [KeyboardInterrupt()]), Exception))  # expect: False
print(type(BaseExceptionGroup('e', [ValueError()])).__name__)  # expect: ExceptionGroup
for call in (lambda: ExceptionGroup('m', []), lambda: ExceptionGroup(1, [ValueError()]),
             lambda: ExceptionGroup('m', [1]),
             lambda: ExceptionGroup('m', [KeyboardInterrupt()]), lambda: ExceptionGroup('m', 5),
             lambda: ExceptionGroup('m'), lambda: g.split(5)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError second argument (exceptions) must be a non-empty sequence
    # expect: TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
    # expect: ValueError Item 0 of second argument (exceptions) is not an exception
    # expect: TypeError Cannot nest BaseExceptions in an ExceptionGroup
    # expect: TypeError second argument (exceptions) must be a sequence
    # expect: TypeError BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
    # expect: TypeError expected a function, exception type or tuple of exception types
