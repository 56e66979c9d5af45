"""The text of an uncaught exception."""
# record: stderr
# record: below
# exit: 1
def inner(x):
    return x / 0
def outer():
    values = [1,
              inner(2),
              3]
    return values
class Thing:
    def method(self): return outer() + [None]
try:
    Thing().method()
except ZeroDivisionError as error:
    raise ValueError('bad thing') from error
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/uncaught.py", line 15, in <module>
# expect stderr:     Thing().method()
# expect stderr: tests/lang/tracebacks/uncaught.py", line 13, in method
# expect stderr:     def method(self): return outer() + [None]
# expect stderr:                              ^^^^^^^
# expect stderr: tests/lang/tracebacks/uncaught.py", line 9, in outer
# expect stderr:     inner(2),
# expect stderr:     ^^^^^^^^
# expect stderr: tests/lang/tracebacks/uncaught.py", line 6, in inner
# expect stderr:     return x / 0
# expect stderr:            ~~^~~
# expect stderr: ZeroDivisionError: division by zero
# expect stderr: 
# expect stderr: The above exception was the direct cause of the following exception:
# expect stderr: 
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/uncaught.py", line 17, in <module>
# expect stderr:     raise ValueError('bad thing') from error
# expect stderr: ValueError: bad thing
