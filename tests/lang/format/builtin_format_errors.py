"""What format() says of specs that do not fit."""
class B:
    pass
class C:
    def __format__(self, spec): return 5
for value, spec in ((B(), 'x'), (C(), ''), (None, '5'), ([], 's'), ('a', 'd'), ('a', '=5'),
                    ('a', '+'), ('a', ','), ('a', '5.2.1'), ('a', '.'), (5, '.' * 3),
                    (1, '5000000000000000000000'),
                    ('a', '#'), (1j, '=5'), (1j, '05'), (b'a', '3'), ('a', ' '), (2.0, '10.5q'),
                    (5, None), ('a', 'z')):
    try:
        print(repr(format(value, spec)))
    except Exception as error:
        print(spec, '-', type(error).__name__ + ':', error)
        # expect: x - TypeError: unsupported format string passed to B.__format__
        # expect:  - TypeError: __format__ must return a str, not int
        # expect: 5 - TypeError: unsupported format string passed to NoneType.__format__
        # expect: s - TypeError: unsupported format string passed to list.__format__
        # expect: d - ValueError: Unknown format code 'd' for object of type 'str'
        # expect: =5 - ValueError: '=' alignment not allowed in string format specifier
        # expect: + - ValueError: Sign not allowed in string format specifier
        # expect: , - ValueError: Cannot specify ',' with 's'.
        # expect: 5.2.1 - ValueError: Invalid format specifier '5.2.1' for object of type 'str'
        # expect: . - ValueError: Format specifier missing precision
        # expect: ... - ValueError: Format specifier missing precision
        # expect: 5000000000000000000000 - ValueError: Too many decimal digits in format string
        # expect: # - ValueError: Alternate form (#) not allowed in string format specifier
        # expect: =5 - ValueError: '=' alignment flag is not allowed in complex format specifier
        # expect: 05 - ValueError: Zero padding is not allowed in complex format specifier
        # expect: 3 - TypeError: unsupported format string passed to bytes.__format__
        # expect:   - ValueError: Space not allowed in string format specifier
        # expect: 10.5q - ValueError: Unknown format code 'q' for object of type 'float'
        # expect: None - TypeError: format() argument 2 must be str, not None
        # expect: z - ValueError: Negative zero coercion (z) not allowed in string format specifier
