"""The shortest text that reads back."""
print(0.1, 1.0, 1e16, 1e15, 123456789012345680.0)
# expect: 0.1 1.0 1e+16 1000000000000000.0 1.2345678901234568e+17
print(1e-4, 1e-5, 0.00012345, 1e22, 1e23, 5e-324)
# expect: 0.0001 1e-05 0.00012345 1e+22 1e+23 5e-324
print(1.7976931348623157e308)           # expect: 1.7976931348623157e+308
print(0.1 + 0.2, 1/3, 2/3, 100.0, 1e100, -0.0)
# expect: 0.30000000000000004 0.3333333333333333 0.6666666666666666 100.0 1e+100 -0.0
print(0.0, 12345.678, 1e21, 9007199254740993.0)  # expect: 0.0 12345.678 1e+21 9007199254740992.0
print(float('inf'), float('-inf'), float('nan'))  # expect: inf -inf nan
print(-float('nan'))                    # expect: nan
print(1.1, 2.2, 3.3, 1.1 + 2.2, 4.35, 4.35 * 100)
# expect: 1.1 2.2 3.3 3.3000000000000003 4.35 434.99999999999994
print(0.1 * 3, 1e-7, 123e-10)           # expect: 0.30000000000000004 1e-07 1.23e-08
print(repr(3.14), str(3.14), [3.14], 2.5e-10)  # expect: 3.14 3.14 [3.14] 2.5e-10
print(1.5e300 * 1.5e10, -1e-320)        # expect: inf -1e-320
for n in (1, 7, 10, 15, 16, 17, 20, 22):
    print(10.0**n, 10.0**-n, 1.5 * 10.0**n, (10.0**n) / 3)
    # expect: 10.0 0.1 15.0 3.3333333333333335
    # expect: 10000000.0 1e-07 15000000.0 3333333.3333333335
    # expect: 10000000000.0 1e-10 15000000000.0 3333333333.3333335
    # expect: 1000000000000000.0 1e-15 1500000000000000.0 333333333333333.3
    # expect: 1e+16 1e-16 1.5e+16 3333333333333333.5
    # expect: 1e+17 1e-17 1.5e+17 3.3333333333333332e+16
    # expect: 1e+20 1e-20 1.5e+20 3.333333333333333e+19
    # expect: 1e+22 1e-22 1.5e+22 3.3333333333333335e+21
print(all(float(repr(x / 7)) == x / 7 for x in range(1, 2000)))  # expect: True
print(4.0.hex(), 0.1.hex(), (-1.5).hex())
# expect: 0x1.0000000000000p+2 0x1.999999999999ap-4 -0x1.8000000000000p+0
print(float('inf').hex(), 5e-324.hex(), 0.0.hex())  # expect: inf 0x0.0000000000001p-1022 0x0.0p+0
print(float.fromhex('0x1.8p1'))         # expect: 3.0
print(float.fromhex('-inf'))            # expect: -inf
print(float.fromhex('0x.1'))            # expect: 0.0625
print(float.fromhex('1p-1074'))         # expect: 5e-324
print(float.fromhex('ff'))              # expect: 255.0
