# Literals and expressions without measure.
import sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


def outcome(source, mode='eval'):
    try: return type(eval(compile(source, 's', mode))).__name__
    except Exception as e: return '%s: %s' % (type(e).__name__, str(e)[:60])


@run
def deep():
    for source in (
            '(' * 10000 + ')' * 10000, '[' * 10000, '{' * 10000 + '}' * 10000, '-' * 10000 + '1',
            'not ' * 10000 + '1', 'lambda: ' * 10000 + '1', '1 if 1 else ' * 10000 + '1',
            '2 ** ' * 10000 + '1', 'f(' * 10000 + ')' * 10000, 'a[' * 10000 + ']' * 10000,
            '(' * 150 + '1' + ')' * 150, 'await ' * 1000 + 'x', '*' * 1000 + 'x',
            '~' * 100000 + '1'):
        r = outcome(source)
        print(source[:10],
              'fine' if r in ('int', 'bool', 'function') else
              r if 'Syntax' in r and 'too many' in r else 'refused')
# expect: (((((((((( SyntaxError: too many nested parentheses (s, line 1)
# expect: [[[[[[[[[[ SyntaxError: too many nested parentheses (s, line 1)
# expect: {{{{{{{{{{ SyntaxError: too many nested parentheses (s, line 1)
# expect: ---------- refused
# expect: not not no refused
# expect: lambda: la refused
# expect: 1 if 1 els refused
# expect: 2 ** 2 **  refused
# expect: f(f(f(f(f( SyntaxError: too many nested parentheses (s, line 1)
# expect: a[a[a[a[a[ SyntaxError: too many nested parentheses (s, line 1)
# expect: (((((((((( fine
# expect: await awai refused
# expect: ********** refused
# expect: ~~~~~~~~~~ refused
# expect: deep None
