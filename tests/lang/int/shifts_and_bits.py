"""Bitwise operators as if on endless two's complement."""
print(5 & 3, 5 | 3, 5 ^ 3, -5 & 3, -5 | 3, -5 ^ 3, ~5)  # expect: 1 7 6 3 -5 -8 -6
print(1 << 0, 1 << 48, 1 << 49, 1 << 100, -1 << 100)
# expect: 1 281474976710656 562949953421312 1267650600228229401496703205376 -1267650600228229401496703205376
print(255 >> 4, -255 >> 4, -1 >> 1000, 1 >> 1000)  # expect: 15 -16 -1 0
print(2**100 >> 99, -2**100 >> 101)     # expect: 2 -1
print((-2**100) & (2**64 - 1))          # expect: 0
print((2**100 - 1) & -2**90, -3 & -2**80)
# expect: 1266412660188944021221804081152 -1208925819614629174706176
print((0).bit_length(), (1).bit_length())  # expect: 0 1
print((-8).bit_length(), (2**100).bit_length())  # expect: 4 101
print((0b1011).bit_count(), (-7).bit_count())  # expect: 3 3
print((2**100 - 1).bit_count())         # expect: 100
print(True & 1, True & True, True | 2, True ^ True, ~True)  # expect: 1 True 3 False -2
print(0 << 10**18, 0 >> 10**30, 5 >> 10**30, -5 >> 10**30)  # expect: 0 0 0 -1
try:
    1 << 10**30
except (OverflowError, MemoryError) as error:
    print(type(error).__name__, error)  # expect: OverflowError too many digits in integer
try:
    1.0 << 1
except TypeError as error:
    print(error)
    # expect: unsupported operand type(s) for <<: 'float' and 'int'
x = 1
x <<= 3; x |= 4; x ^= 1; x >>= 1; x &= 0xff
print(x)                                # expect: 6
