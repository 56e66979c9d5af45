"""What except compares with."""
class Base(Exception): pass
class Derived(Base): pass
for error in (Derived(), Base(), KeyError()):
    try: raise error
    except Derived: print('derived')    # expect: derived
    except (Base, KeyError) as e: print('tuple', type(e).__name__)
    # expect: tuple Base
    # expect: tuple KeyError
def expression(): print('evaluated'); return ValueError
try: raise ValueError
except expression(): print('matched')
# expect: evaluated
# expect: matched
try: pass
except expression(): pass
for bad in (5, 'x', [ValueError], (ValueError, 5), int):
    try:
        try: raise KeyError('k')
        except bad: print('matched?')
    except TypeError as error: print(error)
    # expect: catching classes that do not inherit from BaseException is not allowed
    # expect: catching classes that do not inherit from BaseException is not allowed
    # expect: catching classes that do not inherit from BaseException is not allowed
    # expect: catching classes that do not inherit from BaseException is not allowed
    # expect: catching classes that do not inherit from BaseException is not allowed
    except KeyError as error: print('not matched', error)
nested = (KeyError, (ValueError, (TypeError,)))
for e in (KeyError, TypeError):
    try: raise e
    except nested: print('nested tuples match') if False else None
    # expect error: TypeError: catching classes that do not inherit from BaseException is not allowed
    except BaseException as error: print(type(error).__name__, error)
try: raise KeyboardInterrupt
except Exception: print('no')
except BaseException as e: print(type(e).__name__, issubclass(KeyboardInterrupt, Exception))
class Meta(type):
    def __subclasscheck__(cls, other): return True
class Any(Exception, metaclass=Meta): pass
try:
    try: raise ValueError('not by subclasscheck')
    except Any: print('caught')
except ValueError as e: print(e)
