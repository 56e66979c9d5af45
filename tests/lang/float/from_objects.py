"""float() of other objects."""
for value in (None, [], 1j, 10**400):
    try:
        print(float(value))
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
        # expect: TypeError float() argument must be a string or a real number, not 'NoneType'
        # expect: TypeError float() argument must be a string or a real number, not 'list'
        # expect: TypeError float() argument must be a string or a real number, not 'complex'
        # expect: OverflowError int too large to convert to float
class Float:
    def __float__(self): return 2.5
class Index:
    def __index__(self): return 3
class Bad:
    def __float__(self): return 'x'
print(float(Float()), float(Index()))   # expect: 2.5 3.0
try:
    float(Bad())
except TypeError as error:
    print(error)                        # expect: Bad.__float__ returned non-float (type str)
