"""Conversions that give something else than they must."""
class Bad:
    def __repr__(self): return 1
    def __str__(self): return b''
    def __bytes__(self): return ''
    def __int__(self): return 'x'
    def __float__(self): return 1
    def __complex__(self): return 1
    def __hash__(self): return 'x'
    def __bool__(self): return 2
    def __format__(self, spec): return 5
    def __index__(self): return 1.5
    def __len__(self): return None
    def __dir__(self): return 5
    def __iter__(self): return []
bad = Bad()
import math, operator
for f in (repr, str, bytes, int, float, complex, hash, bool, format, operator.index, len, dir,
          iter, math.sqrt, lambda x: '%s' % x, lambda x: '%d' % x, lambda x: f'{x!r}',
          lambda x: [0][x], lambda x: 'a' * x, bytearray):
    try:
        print(f(bad))
    except Exception as error:
        print(getattr(f, '__name__', '?'))
        print(type(error).__name__, error)
# expect: repr
# expect: TypeError __repr__ returned non-string (type int)
# expect: str
# expect: TypeError __str__ returned non-string (type bytes)
# expect: bytes
# expect: TypeError __bytes__ returned non-bytes (type str)
# expect: int
# expect: TypeError __int__ returned non-int (type str)
# expect: float
# expect: TypeError Bad.__float__ returned non-float (type int)
# expect: complex
# expect: TypeError __complex__ returned non-complex (type int)
# expect: hash
# expect: TypeError __hash__ method should return an integer
# expect: bool
# expect: TypeError __bool__ should return bool, returned int
# expect: format
# expect: TypeError __format__ must return a str, not int
# expect: index
# expect: TypeError __index__ returned non-int (type float)
# expect: len
# expect: TypeError 'NoneType' object cannot be interpreted as an integer
# expect: dir
# expect: TypeError 'int' object is not iterable
# expect: iter
# expect: TypeError iter() returned non-iterator of type 'list'
# expect: sqrt
# expect: TypeError Bad.__float__ returned non-float (type int)
# expect: <lambda>
# expect: TypeError __str__ returned non-string (type bytes)
# expect: <lambda>
# expect: TypeError %d format: a real number is required, not Bad
# expect: <lambda>
# expect: TypeError __repr__ returned non-string (type int)
# expect: <lambda>
# expect: TypeError __index__ returned non-int (type float)
# expect: <lambda>
# expect: TypeError __index__ returned non-int (type float)
# expect: bytearray
# expect: TypeError cannot convert 'Bad' object to bytearray
