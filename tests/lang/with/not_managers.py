"""with and objects that are no context managers; targets; generators left inside."""
class C:
    def __enter__(self): return self
    def __exit__(self, *args): print('exit', args[0] and args[0].__name__)
def run(body):
    try: body(); print('fine')
    except Exception as e: print(repr(e))
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
def no_exit():
    with NoExit(): pass
def no_enter():
    with NoEnter(): pass
def nothing():
    with 5: pass
def asynchronous():
    class A:
        async def __aenter__(self): pass
        async def __aexit__(self, *a): pass
    with A(): pass
for f in (no_exit, no_enter, nothing, asynchronous): run(f)
# expect: TypeError("'NoExit' object does not support the context manager protocol (missed __exit__ method)")
# expect: TypeError("'NoEnter' object does not support the context manager protocol")
# expect: TypeError("'int' object does not support the context manager protocol")
# expect: TypeError("'A' object does not support the context manager protocol")
def target_fails():
    with C() as (a, b): pass
run(target_fails)
# expect: exit TypeError
# expect: TypeError('cannot unpack non-iterable C object')
def generator():
    with C(): yield 1
g = generator(); next(g); g.close()     # expect: exit GeneratorExit
g = generator(); next(g); del g         # expect: exit GeneratorExit
