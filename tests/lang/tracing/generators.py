"""sys.settrace on generators: resuming is a call, an end with a result an exception event."""
import sys

events = []
def trace(frame, event, argument):
    if frame.f_code.co_filename != __file__ or frame.f_code.co_name == 'show': return None
    line = frame.f_lineno - frame.f_code.co_firstlineno
    events.append(f'{frame.f_code.co_name}:{event[:4]}{line}')
    return trace

def show(f):
    events.clear()
    sys.settrace(trace)
    try: f()
    finally: sys.settrace(None)
    for at in range(0, len(events), 6):
        print(*events[at:at + 6])

def count():
    yield 0
    second = 1
    yield second
    return 2
def loop():
    for i in count():
        pass
def delegate(): return (yield from count())
def throw():
    g = count()
    next(g)
    try: g.throw(KeyError)
    except KeyError: pass
def one_line(): return sum(x for x in (1, 2))
show(loop)
# expect: loop:call0 loop:line1 count:call0 count:line1 count:retu1 loop:line2
# expect: loop:line1 count:call1 count:line2 count:line3 count:retu3 loop:line2
# expect: loop:line1 count:call3 count:line4 count:retu4 loop:exce1 loop:retu1
show(lambda: list(delegate()))
# expect: <lambda>:call0 <lambda>:line0 delegate:call0 delegate:line0 count:call0 count:line1
# expect: count:retu1 delegate:retu0 delegate:call0 count:call1 count:line2 count:line3
# expect: count:retu3 delegate:retu0 delegate:call0 count:call3 count:line4 count:retu4
# expect: delegate:exce0 delegate:retu0 <lambda>:retu0
show(throw)
# expect: throw:call0 throw:line1 throw:line2 count:call0 count:line1 count:retu1
# expect: throw:line3 count:call1 count:exce1 count:retu1 throw:exce3 throw:line4
# expect: throw:retu4
show(one_line)
# expect: one_line:call0 one_line:line0 <genexpr>:call0 <genexpr>:line0 <genexpr>:retu0 <genexpr>:call0
# expect: <genexpr>:line0 <genexpr>:retu0 <genexpr>:call0 <genexpr>:line0 <genexpr>:retu0 one_line:retu0
