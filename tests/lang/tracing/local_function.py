"""frame.f_trace: set in the middle of a line, and taken away."""
import sys

seen = []
def trace(frame, event, argument):
    seen.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace

def outer():
    inner()
    return 1
def inner():
    sys._getframe().f_back.f_trace = trace  # The line under way has begun without it.
    sys.settrace(trace)
outer()
sys.settrace(None)
print([event for event in seen if event[0] == 'outer'])  # expect: [('outer', 'line', 2), ('outer', 'return', 2)]

frame = sys._getframe()
frame.f_trace = trace
print(frame.f_trace is trace)           # expect: True
del frame.f_trace
print(frame.f_trace)                    # expect: None
frame.f_trace = None
print(frame.f_trace, frame.f_trace_lines)  # expect: None True
try: del frame.f_trace_lines
except TypeError as error: print(error)  # expect: can't delete numeric/char attribute
