"""Comparison across the numeric types, chained and with others."""
print(1 == 1.0 == True == 1+0j, 2**70 == 2.0**70)  # expect: True True
print(1 < 1.5 < 2, 3 > 2 > 1 != 0)      # expect: True True
print(10**400 > 1e308, -10**400 < -1e308)  # expect: True True
print(10**400 == float('inf'))          # expect: False
print(10**400 < float('inf'))           # expect: True
print(1 < float('nan'), 1 == float('nan'))  # expect: False False
print(1 != float('nan'))                # expect: True
print(2**53 == 2.0**53, 2**53 + 1 > 2.0**53)  # expect: True True
print(2**53 + 1 == 2.0**53, 2**53 - 0.5 < 2**53)  # expect: False False
print(1 == '1', 1 != '1', 1 == None, 0 == False)  # expect: False True False True
print(1 in [True], '' == 0)             # expect: True False
print(sorted([3, 1.5, True, 2**70, -0.5, 0]))
# expect: [-0.5, 0, True, 1.5, 3, 1180591620717411303424]
print(max(1, 1.0), min(1.0, 1), max(True, 1))  # expect: 1 1.0 True
for expression in ('1 < "1"', '1 < None', '[] > 1', '1 <= 1j', '1 < object', '2**70 < "a"'):
    try:
        print(eval(expression))
    except TypeError as error:
        print(error)
        # expect: '<' not supported between instances of 'int' and 'str'
        # expect: '<' not supported between instances of 'int' and 'NoneType'
        # expect: '>' not supported between instances of 'list' and 'int'
        # expect: '<=' not supported between instances of 'int' and 'complex'
        # expect: '<' not supported between instances of 'int' and 'type'
        # expect: '<' not supported between instances of 'int' and 'str'
