"""int() of objects with __int__, __index__ or __trunc__."""
class Index:
    def __index__(self): return 7
class Int:
    def __int__(self): return 8
class Trunc:
    def __trunc__(self): return 9
print(int(Index()), int(Int()), int('11', Index()))  # expect: 7 8 8
