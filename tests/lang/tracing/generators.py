"""sys.settrace on generators: resuming is a call, an end with a result an exception event."""
import sys

def trace(frame, event, argument):
    name = frame.f_code.co_name
    if name in ('show', '<module>') or frame.f_code.co_filename != __file__: return None
    line = frame.f_lineno - frame.f_code.co_firstlineno
    print(' ', name, event, line, argument if event == 'return' else
          argument[0].__name__ if event == 'exception' else '')
    return trace

def show(f):
    print(f.__name__)
    sys.settrace(trace)
    try: f()
    finally: sys.settrace(None)

def count():
    yield 0
    second = 1
    yield second
    return 2
def loop():
    for i in count():
        pass
def delegate(): return (yield from count())
def through(): list(delegate())
def throw():
    g = count()
    next(g)
    try: g.throw(KeyError)
    except KeyError: pass
def one_line(): return sum(x for x in (1, 2))
async def one(): return 1
async def wait(): return await one()
def drive():
    try: wait().send(None)
    except StopIteration as stop: return stop.value
for f in loop, through, throw, one_line, drive:
    show(f)
    # expect: loop
    # expect:   loop call 0
    # expect:   loop line 1
    # expect:   count call 0
    # expect:   count line 1
    # expect:   count return 1 0
    # expect:   loop line 2
    # expect:   loop line 1
    # expect:   count call 1
    # expect:   count line 2
    # expect:   count line 3
    # expect:   count return 3 1
    # expect:   loop line 2
    # expect:   loop line 1
    # expect:   count call 3
    # expect:   count line 4
    # expect:   count return 4 2
    # expect:   loop exception 1 StopIteration
    # expect:   loop return 1 None
    # expect: through
    # expect:   through call 0
    # expect:   through line 0
    # expect:   delegate call 0
    # expect:   delegate line 0
    # expect:   count call 0
    # expect:   count line 1
    # expect:   count return 1 0
    # expect:   delegate return 0 0
    # expect:   delegate call 0
    # expect:   count call 1
    # expect:   count line 2
    # expect:   count line 3
    # expect:   count return 3 1
    # expect:   delegate return 0 1
    # expect:   delegate call 0
    # expect:   count call 3
    # expect:   count line 4
    # expect:   count return 4 2
    # expect:   delegate exception 0 StopIteration
    # expect:   delegate return 0 2
    # expect:   through return 0 None
    # expect: throw
    # expect:   throw call 0
    # expect:   throw line 1
    # expect:   throw line 2
    # expect:   count call 0
    # expect:   count line 1
    # expect:   count return 1 0
    # expect:   throw line 3
    # expect:   count call 1
    # expect:   count exception 1 KeyError
    # expect:   count return 1 None
    # expect:   throw exception 3 KeyError
    # expect:   throw line 4
    # expect:   throw return 4 None
    # expect: one_line
    # expect:   one_line call 0
    # expect:   one_line line 0
    # expect:   <genexpr> call 0
    # expect:   <genexpr> line 0
    # expect:   <genexpr> return 0 1
    # expect:   <genexpr> call 0
    # expect:   <genexpr> line 0
    # expect:   <genexpr> return 0 2
    # expect:   <genexpr> call 0
    # expect:   <genexpr> line 0
    # expect:   <genexpr> return 0 None
    # expect:   one_line return 0 3
    # expect: drive
    # expect:   drive call 0
    # expect:   drive line 1
    # expect:   wait call 0
    # expect:   wait line 0
    # expect:   one call 0
    # expect:   one line 0
    # expect:   one return 0 1
    # expect:   wait exception 0 StopIteration
    # expect:   wait return 0 1
    # expect:   drive exception 1 StopIteration
    # expect:   drive line 2
    # expect:   drive return 2 1
