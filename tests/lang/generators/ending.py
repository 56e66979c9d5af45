"""How generators end: errors, StopIteration inside, deletion, bad throws."""
def g():
    while True: yield 'y'
def stop_inside():
    yield 1
    raise StopIteration('oops')
try: list(stop_inside())
except RuntimeError as e: print(e, repr(e.__cause__))
# expect: generator raised StopIteration StopIteration('oops')
def raises():
    yield 1
    1 / 0
h = raises()
try: list(h)
except ZeroDivisionError as e: print(e)  # expect: division by zero
print(list(h))                          # expect: []
def deleted():
    try: yield 1
    finally: print('cleaned up')
d = deleted(); next(d); del d           # expect: cleaned up
for x in deleted(): break               # expect: cleaned up
for bad in ((5,), ('x',), (ValueError, ValueError(), 5), (int,)):
    t = g(); next(t)
    try: t.throw(*bad)
    except TypeError as e: print(e)
    # expect: exceptions must be classes or instances deriving from BaseException, not int
    # expect: exceptions must be classes or instances deriving from BaseException, not str
    # expect: throw() third argument must be a traceback object
    # expect: exceptions must be classes or instances deriving from BaseException, not type
    t = None
