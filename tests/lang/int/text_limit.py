"""Ints too long for decimal text (sys.set_int_max_str_digits)."""
import sys
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits)  # expect: 4300 4300
try:
    str(10**4300)
except ValueError as error:
    print(error)
    # expect: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
try:
    int('1' * 4301)
except ValueError as error:
    print(error)
    # expect: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit
print(len(str(10**4299)), len(hex(10**5000)))  # expect: 4300 4155
print(int('f' * 5000, 16).bit_length())  # expect: 20000
sys.set_int_max_str_digits(0)
print(len(str(10**6000)))               # expect: 6001
sys.set_int_max_str_digits(640)
try:
    '%d' % 10**700
    str(10**700)
except ValueError as error:
    print(error)
    # expect: Exceeds the limit (640 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
try:
    sys.set_int_max_str_digits(100)
except ValueError as error:
    print(error)                        # expect: maxdigits must be 0 or larger than 640
