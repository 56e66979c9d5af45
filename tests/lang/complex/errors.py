"""What complex numbers cannot do."""
z = 3 + 4j
for expression in ('z < z', 'z // 2', 'z % 2', 'int(z)', 'float(z)', 'complex("1 + 2j")',
                   'complex("x")', 'complex("1", 2)',
                   'complex(1, "2")', 'z / 0', '0j ** -1', 'round(z)', 'divmod(z, 1)',
                   'complex([])', 'format(z, "d")',
                   'format(z, "010")', '1j ** 1e400j', 'complex("")'):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, '-')
        print(type(error).__name__ + ':', error)
# expect: z < z -
# expect: TypeError: '<' not supported between instances of 'complex' and 'complex'
# expect: z // 2 -
# expect: TypeError: unsupported operand type(s) for //: 'complex' and 'int'
# expect: z % 2 -
# expect: TypeError: unsupported operand type(s) for %: 'complex' and 'int'
# expect: int(z) -
# expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
# expect: float(z) -
# expect: TypeError: float() argument must be a string or a real number, not 'complex'
# expect: complex("1 + 2j") -
# expect: ValueError: complex() arg is a malformed string
# expect: complex("x") -
# expect: ValueError: complex() arg is a malformed string
# expect: complex("1", 2) -
# expect: TypeError: complex() can't take second arg if first is a string
# expect: complex(1, "2") -
# expect: TypeError: complex() second arg can't be a string
# expect: z / 0 -
# expect: ZeroDivisionError: complex division by zero
# expect: 0j ** -1 -
# expect: ZeroDivisionError: 0.0 to a negative or complex power
# expect: round(z) -
# expect: TypeError: type complex doesn't define __round__ method
# expect: divmod(z, 1) -
# expect: TypeError: unsupported operand type(s) for divmod(): 'complex' and 'int'
# expect: complex([]) -
# expect: TypeError: complex() first argument must be a string or a number, not 'list'
# expect: format(z, "d") -
# expect: ValueError: Unknown format code 'd' for object of type 'complex'
# expect: format(z, "010") -
# expect: ValueError: Zero padding is not allowed in complex format specifier
# expect: (nan+nanj)
# expect: complex("") -
# expect: ValueError: complex() arg is a malformed string
class Complex:
    def __complex__(self): return 1 + 2j
class Float:
    def __float__(self): return 2.5
print(complex(Complex()), complex(Float()))  # expect: (1+2j) (2.5+0j)
print(complex(Float(), 1))              # expect: (2.5+1j)
