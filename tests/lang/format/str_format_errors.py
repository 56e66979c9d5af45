"""What str.format says of broken formats."""
for text, args in (('{}', ()), ('{1}', (0,)), ('{a}', ()), ('{', ()), ('}', ()), ('{0', (1,)),
                   ('{0!x}', (1,)), ('{0!}', (1,)), ('{:d}', ('a',)), ('{0} {}', (1, 2)),
                   ('{} {0}', (1, 2)), ('{0.y}', (1,)), ('{0[}', (1,)), ('{0[]}', ([],)),
                   ('{0.}', (1,)), ('{:{:{}}}', (1, 2, 3)), ('{0[a]}', ([1],)), ('{!r', ('a',)),
                   ('{0!rx}', (1,)), ('{:5}', ([],)), ('{:5}', (None,)), ('{0]}', (1,)),
                   ('{0[0}', ([1],)), ('{:s}', (5,))):
    try:
        print(text.format(*args))
    except Exception as error:
        print(text, '-', type(error).__name__ + ':', error)
        # expect: {} - IndexError: Replacement index 0 out of range for positional args tuple
        # expect: {1} - IndexError: Replacement index 1 out of range for positional args tuple
        # expect: {a} - KeyError: 'a'
        # expect: { - ValueError: Single '{' encountered in format string
        # expect: } - ValueError: Single '}' encountered in format string
        # expect: {0 - ValueError: expected '}' before end of string
        # expect: {0!x} - ValueError: Unknown conversion specifier x
        # expect: {0!} - ValueError: unmatched '{' in format spec
        # expect: {:d} - ValueError: Unknown format code 'd' for object of type 'str'
        # expect: {0} {} - ValueError: cannot switch from manual field specification to automatic field numbering
        # expect: {} {0} - ValueError: cannot switch from automatic field numbering to manual field specification
        # expect: {0.y} - AttributeError: 'int' object has no attribute 'y'
        # expect: {0[} - ValueError: expected '}' before end of string
        # expect: {0[]} - ValueError: Empty attribute in format string
        # expect: {0.} - ValueError: Empty attribute in format string
        # expect: {:{:{}}} - ValueError: Max string recursion exceeded
        # expect: {0[a]} - TypeError: list indices must be integers or slices, not str
        # expect: {!r - ValueError: unmatched '{' in format spec
        # expect: {0!rx} - ValueError: expected ':' after conversion specifier
        # expect: {:5} - TypeError: unsupported format string passed to list.__format__
        # expect: {:5} - TypeError: unsupported format string passed to NoneType.__format__
        # expect: {0]} - KeyError: '0]'
        # expect: {0[0} - ValueError: expected '}' before end of string
        # expect: {:s} - ValueError: Unknown format code 's' for object of type 'int'
