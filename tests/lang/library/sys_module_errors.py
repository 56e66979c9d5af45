"""sys.settrace, setprofile, displayhook, and what sys refuses."""
import sys
def trace(frame, event, arg):
    if frame.f_code.co_name == 'f': events.append((event, frame.f_lineno - start))
    return trace
events = []
def f(x):
    y = x
    return y
start = f.__code__.co_firstlineno
sys.settrace(trace); f(1); sys.settrace(None)
print(events[:4])
# expect: [('call', 0), ('line', 1), ('line', 2), ('return', 2)]
events.clear(); sys.setprofile(lambda fr, ev, a: ev[:2] != 'c_'
                               and events.append(ev)); f(1); sys.setprofile(None)
print(events[:4])                       # expect: ['call', 'return']
sys.displayhook(5); sys.displayhook(None)  # expect: 5
import builtins; print(builtins._)      # expect: 5
for call in (lambda: sys.exit(1), lambda: sys.setrecursionlimit(0), lambda: sys._getframe(999),
             lambda: sys.intern(5), lambda: sys.getrefcount(), lambda: sys.nope,
             lambda: sys.settrace()):
    try: print(call())
    except BaseException as e: print(type(e).__name__, e)
    # expect: SystemExit 1
    # expect: ValueError recursion limit must be greater or equal than 1
    # expect: ValueError call stack is not deep enough
    # expect: TypeError intern() argument must be str, not int
    # expect: TypeError sys.getrefcount() takes exactly one argument (0 given)
    # expect: AttributeError module 'sys' has no attribute 'nope'
    # expect: TypeError sys.settrace() takes exactly one argument (0 given)
