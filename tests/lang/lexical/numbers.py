"""Literals of numbers, as they are written."""
print(0x_ff, 0o17, 0b1_01, 1_000_000)   # expect: 255 15 5 1000000
print(1e3, 1E-2, .5, 5., 1_0.0_1e1_0)   # expect: 1000.0 0.01 0.5 5.0 100100000000.0
print(1j, 2.5J, 1e2j, 0_0)              # expect: 1j 2.5j 100j 0
print(0xdeadBEEF, 00, 0_000)            # expect: 3735928559 0 0
print(10 .bit_length(), 1.5.is_integer())  # expect: 4 False
for text in ('01', '1__0', '1_', '0x', '0b2', '0o8', '1e', '1_e5', '0_7', '1.e_5', '12abc',
             '0b1_'):
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, '-', error.msg)
        # expect: 01 - leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
        # expect: 1__0 - invalid decimal literal
        # expect: 1_ - invalid decimal literal
        # expect: 0x - invalid hexadecimal literal
        # expect: 0b2 - invalid digit '2' in binary literal
        # expect: 0o8 - invalid digit '8' in octal literal
        # expect: 1e - invalid decimal literal
        # expect: 1_e5 - invalid decimal literal
        # expect: 0_7 - leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
        # expect: 1.e_5 - invalid decimal literal
        # expect: 12abc - invalid decimal literal
        # expect: 0b1_ - invalid binary literal
