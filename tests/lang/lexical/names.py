"""Identifiers: Unicode, normalization, keywords."""
é = 1
变量 = 2
print(é + 变量)                           # expect: 3
ﬁ = 'ligature'
print(fi)                               # expect: ligature
µ = 3
print('\u03bc' in globals(), '\u00b5' in globals())  # expect: True False
_ = __ = ___ = 4
print(_ + __ + ___)                     # expect: 12
match = case = type = 5
print(match, case, type)                # expect: 5 5 5
print('a1'.isidentifier(), '1a'.isidentifier())  # expect: True False
print('é'.isidentifier(), 'a-b'.isidentifier())  # expect: True False
for source in ('None = 1', 'True = 1', 'def None(): pass', '1x = 2', 'a$b', 'x = €',
               'def f(None): pass',
               'class = 1', 'f(True=1)', '__debug__ = 1', 'import None', 'x.None = 1', 'a?b',
               'x = “a”'):
    try:
        exec(source)
    except SyntaxError as error:
        print(source, '-', error.msg, error.offset)
        # expect: None = 1 - cannot assign to None 1
        # expect: True = 1 - cannot assign to True 1
        # expect: def None(): pass - invalid syntax 5
        # expect: 1x = 2 - invalid decimal literal 1
        # expect: a$b - invalid syntax 2
        # expect: x = € - invalid character '€' (U+20AC) 5
        # expect: def f(None): pass - invalid syntax 7
        # expect: class = 1 - invalid syntax 7
        # expect: f(True=1) - cannot assign to True 3
        # expect: __debug__ = 1 - cannot assign to __debug__ 1
        # expect: import None - invalid syntax 8
        # expect: x.None = 1 - invalid syntax 3
        # expect: a?b - invalid syntax 2
        # expect: x = “a” - invalid character '“' (U+201C) 5
