import _helper_cycle_a
a_name = _helper_cycle_a.a_name
try:
    from _helper_cycle_a import late
except ImportError as error:
    print(str(error).split(' (')[0], '(most' in str(error))
