"""The format codes for floats."""
x = 1234.5678
print(f'{x:f} {x:.2f} {x:10.1f}| {x:<10.1f}| {x:^10.1f}| {x:+.1f} {x:010.1f} {x:,.2f} {x:_.1f}')
# expect: 1234.567800 1234.57     1234.6| 1234.6    |   1234.6  | +1234.6 00001234.6 1,234.57 1_234.6
print(f'{x:e} {x:.2e} {x:E} {x:g} {x:.3g} {x:.10g} {x:G} {x:n} {x:%} {x:.1%} {x:}')
# expect: 1.234568e+03 1.23e+03 1.234568E+03 1234.57 1.23e+03 1234.5678 1234.57 1234.57 123456.780000% 123456.8% 1234.5678
print(f'{0.00001234:g} {123456789.0:g} {1e10:g} {1e-5} {1e16:f} {1e5:#g} {3.0:.0f} {3.5:.0f} {2.5:.0f} {3.0:#.0f}')
# expect: 1.234e-05 1.23457e+08 1e+10 1e-05 10000000000000000.000000 100000. 3 4 2 3.
print(f'{float("inf"):f} {float("nan"):10}| {float("-inf"):+010} {float("inf"):%} {float("nan"):F} {float("inf"):E}')
# expect: inf        nan| -000000inf inf% NAN INF
print(f'{0.1:.20f} {1e-10:.3f} {1e300:.0f}'[:60])
# expect: 0.10000000000000000555 0.000 1000000000000000052504760255204
print(f'{5e-324:.3e} {-0.0:f} {-0.001:.1f} {-0.001:z.1f}')  # expect: 4.941e-324 -0.000000 -0.0 0.0
print(f'{1.0:.3} {100000.0:.3} {0.1:.1} {1e100:.3} {12.0:5} {12.0:<5}| {True:.1f} {3:.2f}')
# expect: 1.0 1e+05 0.1 1e+100  12.0 12.0 | 1.0 3.00
print('%f %.2f %10.3f|%-10.1f|%+.1f|%010.2f|%e|%.1E|%g|%G|%#.3g' % (x, x, x, x, x, x, x, x, x,
        1e-10, x))
# expect: 1234.567800 1234.57   1234.568|1234.6    |+1234.6|0001234.57|1.234568e+03|1.2E+03|1234.57|1E-10|1.23e+03
print('%.0f %.0f %.0f %5.1f%% %s %r' % (0.5, 1.5, 2.5, 99.5, x, x))
# expect: 0 2 2  99.5% 1234.5678 1234.5678
print(format(1e6, ',.1f'))              # expect: 1,000,000.0
print(format(1234567.891, '_.2f'))      # expect: 1_234_567.89
print(format(0.0, '+'), format(1e6, ','))  # expect: +0.0 1,000,000.0
print(format(123.456, '=+10.2f'))       # expect: +   123.46
for spec in ('d', 'x', 's', '.', '.2d', '1.2.3', ',s', 'c', '.1000000000000'):
    try:
        print(format(1.5, spec))
    except ValueError as error:
        print(spec, '-', error)
        # expect: d - Unknown format code 'd' for object of type 'float'
        # expect: x - Unknown format code 'x' for object of type 'float'
        # expect: s - Unknown format code 's' for object of type 'float'
        # expect: . - Format specifier missing precision
        # expect: .2d - Unknown format code 'd' for object of type 'float'
        # expect: 1.2.3 - Invalid format specifier '1.2.3' for object of type 'float'
        # expect: ,s - Cannot specify ',' with 's'.
        # expect: c - Unknown format code 'c' for object of type 'float'
        # expect: .1000000000000 - precision too big
