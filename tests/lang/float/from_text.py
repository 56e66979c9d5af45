"""float() of text."""
for text in ('1', '-1.5', '  2.5\n', '1e5', '1E-5', '.5', '5.', '+.5e1', 'inf', '-Infinity',
             'nan', 'NaN', '1_0.5', '0x10',
             '', '.', 'e5', '1e', '1 2', '1__0', '_1', '1_', 'infin', '--1', '1e400', '-1e400',
             '1e-400', '١.٥', '1.5j', '1,5'):
    try:
        print(repr(text), float(text))
    except ValueError as error:
        print(error)
# expect: '1' 1.0
# expect: '-1.5' -1.5
# expect: '  2.5\n' 2.5
# expect: '1e5' 100000.0
# expect: '1E-5' 1e-05
# expect: '.5' 0.5
# expect: '5.' 5.0
# expect: '+.5e1' 5.0
# expect: 'inf' inf
# expect: '-Infinity' -inf
# expect: 'nan' nan
# expect: 'NaN' nan
# expect: '1_0.5' 10.5
# expect: could not convert string to float: '0x10'
# expect: could not convert string to float: ''
# expect: could not convert string to float: '.'
# expect: could not convert string to float: 'e5'
# expect: could not convert string to float: '1e'
# expect: could not convert string to float: '1 2'
# expect: could not convert string to float: '1__0'
# expect: could not convert string to float: '_1'
# expect: could not convert string to float: '1_'
# expect: could not convert string to float: 'infin'
# expect: could not convert string to float: '--1'
# expect: '1e400' inf
# expect: '-1e400' -inf
# expect: '1e-400' 0.0
# expect: '١.٥' 1.5
# expect: could not convert string to float: '1.5j'
# expect: could not convert string to float: '1,5'
print(float(), float(True), float(10**20))  # expect: 0.0 1.0 1e+20
print(float(b'2.5'), float('1' * 400))  # expect: 2.5 inf
print(float('0.' + '0' * 400 + '1'))    # expect: 0.0
