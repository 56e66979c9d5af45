"""What % says of broken formats."""
for text, value in (('%d', 'a'), ('%s %s', 1), ('%s', (1, 2)), ('%', 1), ('%q', 1), ('%(a)s', 1),
                    ('%(a)s', {}), ('%c', 'ab'), ('%c', -1), ('%d', None), ('%x', 1.5),
                    ('x', 1), ('%*d', ('a', 1)), ('%(a', {}), ('%f', 'x'), ('%d', 1j),
                    ('%s %(a)s', {'a': 1}), ('%c', 1.5), ('%.', 1), ('%5', 1),
                    ('%d', float('inf')), ('%é', 1)):
    try:
        print(text % value)
    except Exception as error:
        print(text, '-', type(error).__name__ + ':', error)
# expect: %d - TypeError: %d format: a real number is required, not str
# expect: %s %s - TypeError: not enough arguments for format string
# expect: %s - TypeError: not all arguments converted during string formatting
# expect: % - ValueError: incomplete format
# expect: %q - ValueError: unsupported format character 'q' (0x71) at index 1
# expect: %(a)s - TypeError: format requires a mapping
# expect: %(a)s - KeyError: 'a'
# expect: %c - TypeError: %c requires int or char
# expect: %c - OverflowError: %c arg not in range(0x110000)
# expect: %d - TypeError: %d format: a real number is required, not NoneType
# expect: %x - TypeError: %x format: an integer is required, not float
# expect: x - TypeError: not all arguments converted during string formatting
# expect: %*d - TypeError: * wants int
# expect: %(a - ValueError: incomplete format key
# expect: %f - TypeError: must be real number, not str
# expect: %d - TypeError: %d format: a real number is required, not complex
# expect: {'a': 1} 1
# expect: %c - TypeError: %c requires int or char
# expect: %. - ValueError: incomplete format
# expect: %5 - ValueError: incomplete format
# expect: %d - OverflowError: cannot convert float infinity to integer
# expect: %é - ValueError: unsupported format character '?' (0xe9) at index 1
class Percent(str):
    def __mod__(self, other): return 'mine'
print(Percent('%s') % 1, 'a' .__mod__(()))  # expect: mine a
print('%s'.__rmod__('x'))
# expect error: TypeError: not all arguments converted during string formatting
