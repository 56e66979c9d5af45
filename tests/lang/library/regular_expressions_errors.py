"""Patterns that are none, and calls that do not fit."""
import re
m = re.match(r'(?P<a>\w+)-(\d+)(x)?', 'abc-123!')
for pattern in ('(', ')', '[a', '*a', 'a**', '(?P<1>a)', '(?P<a>b)(?P<a>c)', r'\g', '(?<=a*)b',
                'a{3,1}', '(?P=x)', r'\1', '(?z)', '[b-a]', 'a\\', '(?P<x', '(?(2)a)'):
    try: print(re.compile(pattern))
    except re.error as e: print(pattern, '-', e, e.pos)
    # expect: ( - missing ), unterminated subpattern at position 0 0
    # expect: ) - unbalanced parenthesis at position 0 0
    # expect: [a - unterminated character set at position 0 0
    # expect: *a - nothing to repeat at position 0 0
    # expect: a** - multiple repeat at position 2 2
    # expect: (?P<1>a) - bad character in group name '1' at position 4 4
    # expect: (?P<a>b)(?P<a>c) - redefinition of group name 'a' as group 2; was group 1 at position 12 12
    # expect: \g - bad escape \g at position 0 0
    # expect: (?<=a*)b - look-behind requires fixed-width pattern None
    # expect: a{3,1} - min repeat greater than max repeat at position 2 2
    # expect: (?P=x) - unknown group name 'x' at position 4 4
    # expect: \1 - invalid group reference 1 at position 1 1
    # expect: (?z) - unknown extension ?z at position 1 1
    # expect: [b-a] - bad character range b-a at position 1 1
    # expect: a\ - bad escape (end of pattern) at position 1 1
    # expect: (?P<x - missing >, unterminated name at position 4 4
    # expect: (?(2)a) - invalid group reference 2 at position 3 3
for call in (lambda: re.match(5, 'a'), lambda: re.match('a', b'a'), lambda: re.match('a', 5),
             lambda: m.group(9), lambda: m['nope'], lambda: re.sub('a', r'\5', 'a'),
             lambda: re.sub('(a)', r'\g<x>', 'a')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError first argument must be string or compiled pattern
    # expect: TypeError cannot use a string pattern on a bytes-like object
    # expect: TypeError expected string or bytes-like object, got 'int'
    # expect: IndexError no such group
    # expect: IndexError no such group
    # expect: error invalid group reference 5 at position 1
    # expect: IndexError unknown group name 'x'
