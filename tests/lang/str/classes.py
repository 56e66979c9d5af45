"""isalpha and the like, also beyond ASCII."""
samples = ['', 'abc', 'ABC1', '123', '1.5', ' \t\n', 'é', '٣', '½', '²', 'Ⅷ', '漢', 'a b', '_x',
           '\x00', '\u2028', '\u200b', '\xad', 'ℵ']
for name in ('isalpha', 'isalnum', 'isdigit', 'isdecimal', 'isnumeric', 'isspace', 'isprintable',
             'isidentifier', 'isascii'):
    print(name)
    print([s for s in samples if getattr(s, name)()].__repr__().encode('ascii',
            'backslashreplace').decode())
# expect: isalpha
# expect: ['abc', '\xe9', '\u6f22', '\u2135']
# expect: isalnum
# expect: ['abc', 'ABC1', '123', '\xe9', '\u0663', '\xbd', '\xb2', '\u2167', '\u6f22', '\u2135']
# expect: isdigit
# expect: ['123', '\u0663', '\xb2']
# expect: isdecimal
# expect: ['123', '\u0663']
# expect: isnumeric
# expect: ['123', '\u0663', '\xbd', '\xb2', '\u2167']
# expect: isspace
# expect: [' \t\n', '\u2028']
# expect: isprintable
# expect: ['', 'abc', 'ABC1', '123', '1.5', '\xe9', '\u0663', '\xbd', '\xb2', '\u2167', '\u6f22', 'a b', '_x', '\u2135']
# expect: isidentifier
# expect: ['abc', 'ABC1', '\xe9', '\u2167', '\u6f22', '_x', '\u2135']
# expect: isascii
# expect: ['', 'abc', 'ABC1', '123', '1.5', ' \t\n', 'a b', '_x', '\x00']
