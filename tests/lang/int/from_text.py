"""int() of text: bases, signs, blanks, underscores, other digits."""
print(int('12'), int('  -12\n'), int('+7'))  # expect: 12 -12 7
print(int('1_000'), int('ff', 16))      # expect: 1000 255
print(int('0xFf', 16), int('0b11', 0))  # expect: 255 3
print(int('0o17', 0), int('z', 36))     # expect: 15 35
print(int('  0X1f  ', 0), int('-0b101', 2))  # expect: 31 -5
print(int('0', 0), int('00', 0))        # expect: 0 0
print(int('١٢٣'), int('７'), int(b'42'))  # expect: 123 7 42
print(int(bytearray(b' 7 ')))           # expect: 7
print(int('9' * 50), int('-' + '1' * 40), int('f' * 40, 16))
# expect: 99999999999999999999999999999999999999999999999999 -1111111111111111111111111111111111111111 1461501637330902918203684832716283019655932542975
print(int(), int(3.99), int(-3.99), int(True))  # expect: 0 3 -3 1
print(int('10', base=3))                # expect: 3
