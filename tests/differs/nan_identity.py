"""differs: values
cause: floats are values, not objects: two NaNs with the same bits are one object
workaround: math.isnan
"""
nan = float('nan')
print(nan == nan, nan in [nan])         # expect: False True
print(nan is float('nan'), nan in [float('nan')], float('nan') in {nan: 1})  # expect: True True True
print(len({nan, float('nan')}), [nan] == [float('nan')])  # expect: 1 True
print(nan is -nan)                      # expect: False
