"""Traceback and frame objects, and the traceback module's text."""
import sys
def f(): 1 / 0
def g(): f()
try: g()
except ZeroDivisionError as error: tb = error.__traceback__
names = []
while tb:
    names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
    last, tb = tb, tb.tb_next
print(names, last.tb_frame.f_back.f_code.co_name)
# expect: [('<module>', 5), ('g', 4), ('f', 3)] g
print(last.tb_frame.f_locals, type(last).__name__)  # expect: {} traceback
print(last.tb_lasti >= 0)               # expect: True
def frames():
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_lineno, frame.f_back.f_lineno, frame.f_back.f_code.co_name, frame.f_globals is globals(), sorted(frame.f_locals)
print(frames())                         # expect: ('frames', 17, 18, '<module>', True, ['frame'])
try: raise ValueError('x')
except ValueError as e: saved = e
depth = lambda tb: 0 if tb is None else 1 + depth(tb.tb_next)
def again(): raise saved
for _ in range(2):
    try: again()
    except ValueError as e: print(depth(e.__traceback__))
    # expect: 3
    # expect: 5
print(depth(saved.with_traceback(None).__traceback__))  # expect: 0
try: raise saved
except ValueError as e: print(depth(e.__traceback__))  # expect: 1
try: last.tb_next = 5
except TypeError as error: print(error)  # expect: expected traceback object, got 'int'
try: last.tb_next = last
except ValueError as error: print(error)  # expect: traceback loop detected
try: sys._getframe(100)
except ValueError as error: print(error)  # expect: call stack is not deep enough
