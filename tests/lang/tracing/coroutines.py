"""sys.settrace on coroutines: an await that ends with a result is an exception event."""
import sys

def trace(frame, event, argument):
    if frame.f_code.co_filename == __file__ and frame.f_code.co_name != 'drive':
        print(frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno)
        return trace

class Manager:
    async def __aenter__(self): return 1
    async def __aexit__(self, *exception): return None
async def one(): return 1
async def wait():
    await one()
    async with Manager():
        return 2
def drive():
    coroutine = wait()
    sys.settrace(trace)
    try: coroutine.send(None)
    except StopIteration as stop: result = stop.value
    sys.settrace(None)
    return result
print(drive())
# expect: wait call 0
# expect: wait line 1
# expect: one call 0
# expect: one line 0
# expect: one return 0
# expect: wait exception 1
# expect: wait line 2
# expect: __aenter__ call 0
# expect: __aenter__ line 0
# expect: __aenter__ return 0
# expect: wait exception 2
# expect: wait line 3
# expect: wait line 2
# expect: __aexit__ call 0
# expect: __aexit__ line 0
# expect: __aexit__ return 0
# expect: wait exception 2
# expect: wait return 2
# expect: 2
