"""raise ... from, and what cannot be raised."""
class Mine(Exception):
    def __init__(self, a, b=2): super().__init__(a, b)
def raises(what, cause=0):
    try:
        if cause == 0: raise what
        raise what from cause
    except BaseException as error:
        print(type(error).__name__, error, '|')
        print(repr(error.__cause__))
        print(repr(error.__context__))
        print(error.__suppress_context__)
raises(5)
# expect: TypeError exceptions must derive from BaseException |
# expect: None
# expect: None
# expect: False
raises(int)
# expect: TypeError exceptions must derive from BaseException |
# expect: None
# expect: None
# expect: False
raises(None)
# expect: TypeError exceptions must derive from BaseException |
# expect: None
# expect: None
# expect: False
raises(Mine)
# expect: TypeError Mine.__init__() missing 1 required positional argument: 'a' |
# expect: None
# expect: None
# expect: False
raises(ValueError, KeyError)
# expect: ValueError  |
# expect: KeyError()
# expect: None
# expect: True
raises(ValueError(1), None)
# expect: ValueError 1 |
# expect: None
# expect: None
# expect: True
raises(ValueError, 5)
# expect: TypeError exception causes must derive from BaseException |
# expect: None
# expect: None
# expect: False
raises(ValueError, KeyError('cause'))
# expect: ValueError  |
# expect: KeyError('cause')
# expect: None
# expect: True
try:
    raise
except RuntimeError as error:
    print(error)                        # expect: No active exception to reraise
