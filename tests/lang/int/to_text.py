"""str, hex, oct, bin and format of ints."""
print(str(-5), repr(10**30), hex(255), hex(-255))
# expect: -5 1000000000000000000000000000000 0xff -0xff
print(oct(8), bin(-5), hex(2**70), bin(2**50))
# expect: 0o10 -0b101 0x400000000000000000 0b100000000000000000000000000000000000000000000000000
print(f'{42:5}|{42:<5}|{42:^5}|{42:>5}|{42:05}|{-42:05}|{42:+}|{42: }|{-42: }')
# expect:    42|42   | 42  |   42|00042|-0042|+42| 42|-42
print(f'{255:x} {255:X} {255:#x} {255:#X} {255:o} {255:#o} {5:b} {5:#b} {5:#010b}')
# expect: ff FF 0xff 0XFF 377 0o377 101 0b101 0b00000101
print(f'{1234567:,} {1234567:_} {-1234567:,} {0xdeadbeef:_x} {0b1111000011:_b} {1234:010,}')
# expect: 1,234,567 1_234_567 -1,234,567 dead_beef 11_1100_0011 00,001,234
print(f'{65:c} {8364:c} {42:*^10} {42:*=+10} {42:n} {3:.1f} {3:e} {3:g} {3:%}')
# expect: A € ****42**** +*******42 42 3.0 3.000000e+00 3 300.000000%
print(format(10**30, ','), format(-10**30, 'x'))
# expect: 1,000,000,000,000,000,000,000,000,000,000 -c9f2c9cd04674edea40000000
print(format(10**30, '+.3e'))           # expect: +1.000e+30
print(format(True, 'd'), format(True))  # expect: 1 True
print(format(True, '5'), format(7, ''))  # expect:     1 7
print('%d %i %5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o' % (1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 8,
        8))                             # expect: 1 2     3|4    |00005|+6| 7|ff|FF|0xff|10|0o10
print('%d' % 3.99, '%d' % 10**20, '%s' % 10**3)  # expect: 3 100000000000000000000 1000
print('%.3d' % 5, '%+.4d' % -7, '%c' % 65)  # expect: 005 -0007 A
print(chr(65), ord('a'), len(str(2**1000)))  # expect: A 97 302
print(str(2**200)[:20])                 # expect: 16069380442589902755
for spec in ('.2', '.2d', 's', 'q', ',n', '_,', '+c', '#c', '10.', 'xx'):
    try:
        print(format(42, spec))
    except ValueError as error:
        print(spec, '-', error)
        # expect: .2 - Precision not allowed in integer format specifier
        # expect: .2d - Precision not allowed in integer format specifier
        # expect: s - Unknown format code 's' for object of type 'int'
        # expect: q - Unknown format code 'q' for object of type 'int'
        # expect: ,n - Cannot specify ',' with 'n'.
        # expect: _, - Cannot specify both ',' and '_'.
        # expect: +c - Sign not allowed with integer format specifier 'c'
        # expect: #c - Alternate form (#) not allowed with integer format specifier 'c'
        # expect: 10. - Format specifier missing precision
        # expect: xx - Invalid format specifier 'xx' for object of type 'int'
for value in (-1, 0x110000):
    try:
        print(chr(value))
    except ValueError as error:
        print(error)
        # expect: chr() arg not in range(0x110000)
        # expect: chr() arg not in range(0x110000)
