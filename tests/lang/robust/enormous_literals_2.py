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
def long_functions():
    d = {}
    exec('def f(' + ','.join('a%d' % i for i in range(5000)) + '): return locals()', d)
    print(len(d['f'](*range(5000))))
    assignments = ''.join(' a%d = %d\n' % (i, i) for i in range(20000))
    exec('def f():\n' + assignments + ' return a19999', d)
    print(d['f']())
    exec('def f(x):\n' + ' if x: x -= 1\n' * 10000 + ' return x', d)
    print(d['f'](5))
    exec('def f(x):\n while x:\n' + '  x += 1\n' * 20000 + '  break\n return x', d)
    print(d['f'](5))
    exec('class A:\n' + ''.join(' a%d = %d\n' % (i, i) for i in range(5000)), d)
    print(d['A'].a4999)
    exec('x = ' + ' + '.join('x%d' % i for i in range(1000)), {'x%d' % i: i for i in range(1000)})
# expect: 5000
# expect: 19999
# expect: 0
# expect: 20005
# expect: 4999
# expect: long_functions None
