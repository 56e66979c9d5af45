"""assert."""
assert True
assert 1, 1 / 0
for source in ('assert 0', 'assert [], "message"', 'assert None, (1, 2)',
               'assert 1 == 2, f"{1} is not {2}"', 'assert 0, 1 / 0',
               'assert not 5, ValueError("v")'):
    try:
        exec(source)
    except Exception as error:
        print(type(error).__name__, error, error.args)
        # expect: AssertionError  ()
        # expect: AssertionError message ('message',)
        # expect: AssertionError (1, 2) ((1, 2),)
        # expect: AssertionError 1 is not 2 ('1 is not 2',)
        # expect: ZeroDivisionError division by zero ('division by zero',)
        # expect: AssertionError v (ValueError('v'),)
print(__debug__)                        # expect: True
AssertionError_ = AssertionError
AssertionError = ValueError
try:
    assert 0, 'the builtin is meant'
except AssertionError_ as error:
    print(type(error).__name__, error)  # expect: AssertionError the builtin is meant
assert (x := 5) == 5
print(x)                                # expect: 5
