"""Methods and attributes of int."""
print((5).numerator, (5).denominator, (5).real)  # expect: 5 1 5
print((5).imag, (5).conjugate(), True.real)  # expect: 0 5 1
print((1024).to_bytes(2, 'big'))        # expect: b'\x04\x00'
print((1024).to_bytes(4, 'little'))     # expect: b'\x00\x04\x00\x00'
print((-1).to_bytes(2, 'big', signed=True))  # expect: b'\xff\xff'
print((5).to_bytes())                   # expect: b'\x05'
print(int.from_bytes(b'\x04\x00', 'big'))  # expect: 1024
print(int.from_bytes(b'\xff\xff', 'little', signed=True))  # expect: -1
print(int.from_bytes(b''))              # expect: 0
print(int.from_bytes([1, 2], 'big'))    # expect: 258
print(int.from_bytes(b'\x80' + b'\0' * 9, 'big', signed=True))  # expect: -604462909807314587353088
print((7).as_integer_ratio(), (-3).__floor__())  # expect: (7, 1) -3
print((25).__round__(-1), (15).__round__(-1))  # expect: 20 20
print((5).__ceil__(), (5).__trunc__())  # expect: 5 5
print(round(1234, -2), round(1250, -2))  # expect: 1200 1200
print(round(1350, -2), round(-1250, -2))  # expect: 1400 -1200
print(round(5, -1), round(15, -1), round(5, 3))  # expect: 0 20 5
print((3).__add__(4), (3).__add__(1.5))  # expect: 7 NotImplemented
print((3).__radd__(4), (3).__pow__(2, 5))  # expect: 7 4
print((3).__divmod__(2), (3).__lt__(4))  # expect: (1, 1) True
print((5).__bool__(), (0).__bool__())   # expect: True False
print((5).__index__(), (5).__float__())  # expect: 5 5.0
print((5).__getnewargs__(), int.__doc__[:20])
# expect: (5,) int([x]) -> integer
# expect:
for call in (lambda: (256).to_bytes(1, 'big'), lambda: (-1).to_bytes(1, 'big'),
             lambda: (1).to_bytes(1, 'middle'),
             lambda: (1).to_bytes(-1, 'big'), lambda: int.from_bytes('a', 'big'),
             lambda: (5).nope,
             lambda: (128).to_bytes(1, 'big', signed=True)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: OverflowError int too big to convert
        # expect: OverflowError can't convert negative int to unsigned
        # expect: ValueError byteorder must be either 'little' or 'big'
        # expect: ValueError length argument must be non-negative
        # expect: TypeError cannot convert 'str' object to bytes
        # expect: AttributeError 'int' object has no attribute 'nope'
        # expect: OverflowError int too big to convert
