"""What is the same object is decided as in CPython for literals and names."""
import sys
a = 'hello'
b = 'hello'
print(a is b, sys.intern('a' + 'b c') is sys.intern('ab' + ' c'))  # expect: True True
text = ''.join(['h', 'ello'])
print(text == a, sys.intern(text) is a)  # expect: True True
print(str(text) is text, text[:] is text)  # expect: True True
print(text.replace('z', 'y') == text)   # expect: True
print('%s' % text == text)              # expect: True
try:
    sys.intern(5)
except TypeError as error:
    print(error)                        # expect: intern() argument must be str, not int
class S(str): pass
try:
    sys.intern(S('a'))
except TypeError as error:
    print(error)                        # expect: can't intern S
