"""The % operator on text."""
print('%s %r %a' % ('é', 'é', 'é'), '%d%%' % 50)  # expect: é 'é' '\xe9' 50%
print('%5s|%-5s|%.2s|%5.1s|' % ('ab', 'ab', 'abc', 'xyz'))  # expect:    ab|ab   |ab|    x|
print('%(a)s %(b)05.1f' % {'a': 1, 'b': 2.5})  # expect: 1 002.5
print('%*d|%-*d|%.*f|%*.*f' % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.71828))
# expect:    42|42   |3.14|   2.718
print('%c%c' % (97, 'b'))               # expect: ab
print('%x %X %o %#x %#o' % (255, 255, 8, 255, 8))  # expect: ff FF 10 0xff 0o10
print('%+d % d %05d %-5d| %+.2e' % (5, 5, 5, 5, 12345.678))  # expect: +5  5 00005 5    | +1.23e+04
print('%i %u' % (3.7, 4), '%s' % (1,))  # expect: 3 4 1
print('%s' % [1, 2], '%s %s' % (1, (2,)))  # expect: [1, 2] 1 (2,)
print('%s' % None)                      # expect: None
print('%%' % (), 'plain' % (), 'x' % {})  # expect: % plain x
print('%s' % {'a': 1}, '%(a)s' % {'a': (1, 2)})  # expect: {'a': 1} (1, 2)
print('%(a b)s' % {'a b': 1})           # expect: 1
print('%(x(y))s' % {'x(y)': 2})         # expect: 2
print('%ld %hd' % (1, 2))               # expect: 1 2
print('%.0f %g %G %e' % (2.5, 1e-5, 1e20, 0))  # expect: 2 1e-05 1E+20 0.000000e+00
print('%10.3s|' % 'abcdef', '%-10d|' % 5)  # expect:        abc| 5         |
print('%+s' % 'a', '%.10d' % 5, '%#X' % 255)  # expect: a 0000000005 0XFF
print('%s' % b'x', '%r' % (b'x',))      # expect: b'x' b'x'
