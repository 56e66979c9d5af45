"""__context__ and __cause__, and when the variable goes away."""
try:
    try:
        try: 1 / 0
        except ZeroDivisionError: {}['a']
    except KeyError: raise ValueError('v') from None
except ValueError as error:
    print(repr(error.__context__))      # expect: KeyError('a')
    print(repr(error.__context__.__context__))  # expect: ZeroDivisionError('division by zero')
    print(error.__cause__)              # expect: None
    print(error.__suppress_context__)   # expect: True
try:
    try: raise KeyError(1)
    finally: raise IndexError(2)
except IndexError as error:
    print(repr(error.__context__))      # expect: KeyError(1)
def f():
    try: raise TypeError
    except TypeError as e: pass
    try: return e
    except UnboundLocalError as error: return error
print(f())
# expect: cannot access local variable 'e' where it is not associated with a value
e = 'outer'
try: raise ValueError
except ValueError as e: inner = e
print('e' in globals(), type(inner).__name__)  # expect: False ValueError
import sys
print(sys.exc_info())                   # expect: (None, None, None)
try: raise ValueError(1)
except ValueError:
    print(sys.exc_info()[0].__name__, sys.exception() is sys.exc_info()[1])
    # expect: ValueError True
    try: raise KeyError(2)
    except KeyError: print(sys.exc_info()[0].__name__)  # expect: KeyError
    print(sys.exc_info()[0].__name__)   # expect: ValueError
print(sys.exc_info()[0])                # expect: None
def g():
    try: yield sys.exc_info()[0]
    finally: print('closed', sys.exc_info()[0])
try: raise ValueError
except ValueError:
    it = g()
    print(next(it).__name__)            # expect: ValueError
    it.close()                          # expect: closed <class 'GeneratorExit'>
a, b = ValueError('a'), ValueError('b')
try:
    try: raise a
    except ValueError: raise b
except ValueError:
    try: raise a
    except ValueError as error: print(error, error.__context__, error.__context__.__context__)
    # expect: a b None
try: a.__context__ = 5
except TypeError as error: print(error)
# expect: exception context must be None or derive from BaseException
try: a.__cause__ = 'x'
except TypeError as error: print(error)
# expect: exception cause must be None or derive from BaseException
