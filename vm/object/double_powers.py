"""Prints double_powers.def: the powers of ten by which double_shortest.c scales."""

FIRST, LAST = -292, 324

print("/* Powers of ten as 128-bit fractions: 10^k = value * 2^(floor(log2(10^k)) - 127), rounded up.\n"
      " * GB_POWER(high, low), from k = %d to %d. Made by double_powers.py. */" % (FIRST, LAST))
for k in range(FIRST, LAST + 1):
    numerator, denominator = (10 ** k, 1) if k >= 0 else (1, 10 ** -k)
    exponent = numerator.bit_length() - denominator.bit_length()
    if numerator << max(-exponent, 0) < denominator << max(exponent, 0):
        exponent -= 1
    shift = 127 - exponent
    if shift >= 0:
        numerator <<= shift
    else:
        denominator <<= -shift
    value = -(-numerator // denominator)
    assert value.bit_length() == 128
    print("GB_POWER(0x%016x, 0x%016x)" % (value >> 64, value & (1 << 64) - 1))
