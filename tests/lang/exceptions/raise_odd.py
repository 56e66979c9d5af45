"""Exception classes that fail to give an exception."""
def raises(what):
    try: raise what
    except BaseException as error: print(type(error).__name__, error)
class New(Exception):
    def __new__(cls, *args): return 5
raises(New)
# expect: TypeError calling <class '__main__.New'> should have returned an instance of BaseException, not <class 'int'>
class Tricky(Exception):
    def __init__(self): raise KeyError('in init')
raises(Tricky)                          # expect: KeyError 'in init'
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise e.with_traceback(None) from ValueError('v')
except ZeroDivisionError as error:
    print(error.__cause__, error.__context__)  # expect: v None
