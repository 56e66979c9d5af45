"""__repr__, __str__, __bytes__, __format__, __int__ and their kin, when they misbehave."""
class A:
    def __repr__(self): return 'repr'
class B:
    def __str__(self): return 'str'
    def __bytes__(self): return b'bytes'
    def __int__(self): return 1
    def __float__(self): return 1.5
    def __complex__(self): return 1j
    def __hash__(self): return 42
    def __bool__(self): return False
print(A(), str(A()), [A()], f'{A()} {A()!s}')  # expect: repr repr [repr] repr repr
print(str(B()), bytes(B()), int(B()), float(B()))  # expect: str b'bytes' 1 1.5
print(complex(B()), hash(B()), bool(B()))  # expect: 1j 42 False
print(repr(B())[:18], 'x')              # expect: <__main__.B object x
