"""What the builtins that iterate refuse."""
for call in (lambda: sum(['a']), lambda: sum('ab', ''), lambda: sum([b'a'], b''), lambda: min(),
             lambda: min([]), lambda: max(5), lambda: min(1, 'a'), lambda: max(1, 2, default=3),
             lambda: list(zip([1], [1, 2], strict=True)),
             lambda: list(zip([1, 2], [1], strict=True)),
             lambda: list(zip([1], [2], [3, 4], strict=True)), lambda: zip(1),
             lambda: list(map(len, [1])), lambda: map(len), lambda: filter(None),
             lambda: enumerate(5), lambda: enumerate([], 'a'), lambda: next(iter([])),
             lambda: all(5), lambda: list(map(5, [1])), lambda: reversed(zip()),
             lambda: sorted([1, 'a']), lambda: list(zip([], 5))):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
    # expect: TypeError sum() can't sum strings [use ''.join(seq) instead]
    # expect: TypeError sum() can't sum bytes [use b''.join(seq) instead]
    # expect: TypeError min expected at least 1 argument, got 0
    # expect: ValueError min() arg is an empty sequence
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError '<' not supported between instances of 'str' and 'int'
    # expect: TypeError Cannot specify a default for max() with multiple positional arguments
    # expect: ValueError zip() argument 2 is longer than argument 1
    # expect: ValueError zip() argument 2 is shorter than argument 1
    # expect: ValueError zip() argument 3 is longer than arguments 1-2
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError object of type 'int' has no len()
    # expect: TypeError map() must have at least two arguments.
    # expect: TypeError filter expected 2 arguments, got 1
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: StopIteration
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'int' object is not callable
    # expect: TypeError 'zip' object is not reversible
    # expect: TypeError '<' not supported between instances of 'str' and 'int'
    # expect: TypeError 'int' object is not iterable
