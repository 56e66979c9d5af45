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
def numbers():
    for n in 4300, 4301, 100000:
        print(outcome('1' * n), outcome('0x' + 'f' * n), outcome('1.' + '1' * n),
              outcome('1' * n + 'e1'), outcome('0b' + '1' * n), outcome('1' * n + 'j'))
    for s in (
            '1e400', '1e-400', '-1e400', '0.' + '0' * 5000 + '1', '1_' * 5000 + '1', '1__1',
            '0_7', '0777', '0xg', '1e', '1' * 5000 + '.0'):
        print(s[:10], outcome(s))
# expect: int int float float int complex
# expect: SyntaxError: Exceeds the limit (4300 digits) for integer string conversio int float float int complex
# expect: SyntaxError: Exceeds the limit (4300 digits) for integer string conversio int float float int complex
# expect: 1e400 float
# expect: 1e-400 float
# expect: -1e400 float
# expect: 0.00000000 float
# expect: 1_1_1_1_1_ SyntaxError: Exceeds the limit (4300 digits) for integer string conversio
# expect: 1__1 SyntaxError: invalid decimal literal (s, line 1)
# expect: 0_7 SyntaxError: leading zeros in decimal integer literals are not permitted;
# expect: 0777 SyntaxError: leading zeros in decimal integer literals are not permitted;
# expect: 0xg SyntaxError: invalid hexadecimal literal (s, line 1)
# expect: 1e SyntaxError: invalid decimal literal (s, line 1)
# expect: 1111111111 float
# expect: numbers None


@run
def strings():
    print(outcome('"' + 'a' * 10**6 + '"'), outcome('b"' + '\\x00' * 10**5 + '"'),
          outcome('"a" ' * 10**4), outcome('"\\N{' + 'A' * 10**5 + '}"'),
          outcome('"\\' + '\n' * 5 + '"'))
    print(outcome('f"' + '{1}' * 10**4 + '"'), outcome('f"{' + '1+' * 5000 + '1}"'),
          outcome('f"{1:' + '{1}' * 300 + '}"'), outcome('"\\U00110000"'), outcome('"\\ud800"'))
# expect: str bytes str SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in  SyntaxError: unterminated string literal (detected at line 2) (s, line 1)
# expect: str RecursionError: maximum recursion depth exceeded during compilation ValueError: Too many decimal digits in format string SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in  str
# expect: strings None
