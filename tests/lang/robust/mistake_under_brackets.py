# What is wrong deep inside brackets is found in a time that does not double with every level.
def message(source):
    try:
        compile(source, 'source', 'exec')
    except SyntaxError as error:
        return error.msg
    except MemoryError:
        return 'too deep'


def kinds(opening, inner, closing):
    return message(opening * 60 + inner + closing * 60)


print(kinds('(', '1 2', ')'))           # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('[a, ', '1 2', ']'))        # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('f(a=', '1 2', ')'))        # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('f(a=1, ', '1 2', ')'))     # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('f(a.b=', '1 = 2', ')'))
# expect: expression cannot contain assignment, perhaps you meant "=="?
print(kinds('f(True=', '1', ')'))       # expect: cannot assign to True
print(kinds('(a = ', '1 2', ')'))
# expect: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
print(kinds('(lambda x=', '1 = 2', ': 1)'))  # expect: invalid syntax
print(kinds('(lambda: ', '1 = 2', ')'))  # expect: invalid syntax
print(kinds('[x for x in ', '1 2', ']'))  # expect: invalid syntax
print(kinds('[x, y for x in ', '1 = 2', ']'))
# expect: did you forget parentheses around the comprehension target?
print(kinds('{a: 1, b: ', '=', '}'))    # expect: invalid syntax
print(kinds('{a: 1, {', '=', '}}'))     # expect: invalid syntax
print(kinds('{**', '=', '}'))           # expect: invalid syntax
print(kinds('a < b < (', '1 2', ')'))   # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('a < b + (', '=', ')'))     # expect: invalid syntax
print(kinds('a or b and (', '=', ')'))  # expect: invalid syntax
print(kinds('not a and not (', '=', ')'))  # expect: invalid syntax
print(kinds('a ** -(', '=', ')'))       # expect: invalid syntax
print(kinds('a if b else (', '=', ')'))  # expect: invalid syntax
print(kinds('print (', '1 2', ')'))     # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('await (', '=', ')'))       # expect: invalid syntax
print(kinds('x[', '1 2', ']'))          # expect: invalid syntax. Perhaps you forgot a comma?
print(kinds('for x in (', '1 2', ')'))  # expect: invalid syntax
print(kinds('for [x for ', '1 2', '] in y'))  # expect: invalid syntax
print(message('match x:\n case ' + '(' * 60 + '1 2' + ')' * 60 + ': 1'))  # expect: invalid syntax
print(message('match x:\n case ' + 'A(x=1, ' * 60 + '1 2' + ')' * 60 + ': 1'))
# expect: positional patterns follow keyword patterns
print(message('with ' + '(' * 60 + 'x as' + ')' * 60 + ': 1'))  # expect: invalid syntax
print(message('def f(' + 'a=f(lambda x=' * 60 + '1 2' + '): 1' * 60 + '): 1'))
# expect: invalid syntax
print(message('a ' * 3000 + '='))       # expect: too deep
