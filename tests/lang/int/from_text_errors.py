"""Texts that are no ints, and what int() says of them."""
for arguments in (('',), ('a',), ('1 2',), ('1__0',), ('_1',), ('0x1',), ('12', 2), ('1', 37),
                  ('1', 1), ('010', 0),
                  (1, 10), (None,), (1.5, 10), ([],), (float('nan'),), (float('inf'),), ('- 1',),
                  (b'\xff',),
                  ('1' * 5000,), ('x' * 300,), ('１２ｘ',)):
    try:
        print(int(*arguments))
    except Exception as error:
        print(type(error).__name__, str(error)[:120])
        # expect: ValueError invalid literal for int() with base 10: ''
        # expect: ValueError invalid literal for int() with base 10: 'a'
        # expect: ValueError invalid literal for int() with base 10: '1 2'
        # expect: ValueError invalid literal for int() with base 10: '1__0'
        # expect: ValueError invalid literal for int() with base 10: '_1'
        # expect: ValueError invalid literal for int() with base 10: '0x1'
        # expect: ValueError invalid literal for int() with base 2: '12'
        # expect: ValueError int() base must be >= 2 and <= 36, or 0
        # expect: ValueError int() base must be >= 2 and <= 36, or 0
        # expect: ValueError invalid literal for int() with base 0: '010'
        # expect: TypeError int() can't convert non-string with explicit base
        # expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
        # expect: TypeError int() can't convert non-string with explicit base
        # expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'list'
        # expect: ValueError cannot convert float NaN to integer
        # expect: OverflowError cannot convert float infinity to integer
        # expect: ValueError invalid literal for int() with base 10: '- 1'
        # expect: ValueError invalid literal for int() with base 10: b'\xff'
        # expect: ValueError Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() t
        # expect: ValueError invalid literal for int() with base 10: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        # expect: ValueError invalid literal for int() with base 10: '１２ｘ'
