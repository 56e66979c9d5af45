"""Methods of float; round to even."""
print(1.5.is_integer(), 2.0.is_integer())  # expect: False True
print(float('inf').is_integer())        # expect: False
print(0.75.as_integer_ratio())          # expect: (3, 4)
print((-0.1).as_integer_ratio())        # expect: (-3602879701896397, 36028797018963968)
print(1.5.real, 1.5.imag, 1.5.conjugate())  # expect: 1.5 0.0 1.5
print(1.5.__trunc__(), (-1.5).__floor__())  # expect: 1 -2
print((-1.5).__ceil__(), int(-1.9))     # expect: -1 -1
print(round(0.5), round(1.5), round(2.5))  # expect: 0 2 2
print(round(-0.5), round(-1.5), round(2.675, 2))  # expect: 0 -2 2.67
print(round(1e300), type(round(2.0)).__name__)
# expect: 1000000000000000052504760255204420248704468581108159154915854115511802457988908195786371375080447864043704443832883878176942523235360430575644792184786706982848387200926575803737830233794788090059368953234970799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160 int
print(round(1234.5678, 2), round(1234.5678, -2))  # expect: 1234.57 1200.0
print(round(1234.5678, 0), round(0.15, 1))  # expect: 1235.0 0.1
print(round(0.25, 1), round(5e-324, 400))  # expect: 0.2 5e-324
print(round(1.5, None), round(float('nan'), 2))  # expect: 2 nan
print(round(1e22, -400), round(12345.0, -5))  # expect: 0.0 0.0
print(round(-0.04, 1), round(2.5, 0))   # expect: -0.0 2.0
print(float.__getformat__('double'), float.fromhex.__doc__[:6])
# expect: IEEE, little-endian Create
for value in (float('inf'), float('nan')):
    for call in (round, int, float.as_integer_ratio):
        try:
            print(call(value))
        except (OverflowError, ValueError) as error:
            print(type(error).__name__, error)
            # expect: OverflowError cannot convert float infinity to integer
            # expect: OverflowError cannot convert float infinity to integer
            # expect: OverflowError cannot convert Infinity to integer ratio
            # expect: ValueError cannot convert float NaN to integer
            # expect: ValueError cannot convert float NaN to integer
            # expect: ValueError cannot convert NaN to integer ratio
class Celsius(float):
    def __str__(self): return f'{float(self)} C'
c = Celsius(21.5)
print(c, repr(c), c + 1, type(c + 1).__name__)  # expect: 21.5 C 21.5 22.5 float
print(f'{c:.2f}', '%s %r' % (c, c), c == 21.5)  # expect: 21.50 21.5 C 21.5 True
print(float(c).__class__.__name__)      # expect: float
