"""Lines that go on: backslashes, brackets, comments at the end."""
x = 1 + \
    2
print(x)                                # expect: 3
y = [1, 2,
     3, # with a comment
     ]
print(y)                                # expect: [1, 2, 3]
assert x == 3, \
    'not three'
s = 'ab' \
    'cd'
print(s)                                # expect: abcd
z = {'a': 1,

     'b': 2}
print(z)                                # expect: {'a': 1, 'b': 2}
if x == 3 and \
   y:
    print('both')                       # expect: both
for source in ('x = 1 \\ \n', 'x = \\', 'x = (1\n', 'x = 1)', '(]', '{(})', 'x = [1, 2',
               'f(1, 2'):
    try:
        compile(source, 'f', 'exec')
    except SyntaxError as error:
        print(repr(source), '-', error.msg)
        print(error.lineno, error.offset)
# expect: 'x = 1 \\ \n' - unexpected character after line continuation character
# expect: 1 8
# expect: 'x = \\' - unexpected EOF while parsing
# expect: 1 6
# expect: 'x = (1\n' - '(' was never closed
# expect: 1 5
# expect: 'x = 1)' - unmatched ')'
# expect: 1 6
# expect: '(]' - closing parenthesis ']' does not match opening parenthesis '('
# expect: 1 2
# expect: '{(})' - closing parenthesis '}' does not match opening parenthesis '('
# expect: 1 3
# expect: 'x = [1, 2' - '[' was never closed
# expect: 1 5
# expect: 'f(1, 2' - '(' was never closed
# expect: 1 2
