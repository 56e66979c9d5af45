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
def long_rows():
    print(outcome('[' + '1,' * 10**5 + ']'), outcome('{' + '1:2,' * 10**5 + '}'),
          outcome('{' + '1,' * 10**5 + '}'), outcome('(' + 'None,' * 10**5 + ')'))
    print(outcome('1' + '+1' * 3000), outcome('a' + '.b' * 3000), outcome('1' + '<1' * 10**4),
          outcome('1' + ' and 1' * 10**4), outcome('"" ""' * 3000),
          outcome('dict(' + ','.join('a%d=1' % i for i in range(10**4)) + ')'))
# expect: list dict set tuple
# expect: RecursionError: maximum recursion depth exceeded during compilation RecursionError: maximum recursion depth exceeded during compilation bool int SyntaxError: unterminated triple-quoted string literal (detected at line  dict
# expect: long_rows None
