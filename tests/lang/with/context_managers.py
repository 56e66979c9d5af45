"""contextlib: contextmanager, ExitStack, suppress, closing, redirect_stdout, nullcontext."""
import contextlib, io, sys
@contextlib.contextmanager
def tag(name, swallow=False):
    print('<' + name + '>')
    try: yield name
    except ValueError as e:
        print('got', e)
        if not swallow: raise
    finally: print('</' + name + '>')
with tag('a') as a: print(a)
# expect: <a>
# expect: a
# expect: </a>
with tag('b', True): raise ValueError('v')
# expect: <b>
# expect: got v
# expect: </b>
try:
    with tag('c'): raise KeyError('k')
    # expect: <c>
    # expect: </c>
except KeyError as e: print('through', e)  # expect: through 'k'
@tag('d')
def f(x): return x
print(f(1), f(2))
# expect: <d>
# expect: </d>
# expect: <d>
# expect: </d>
# expect: 1 2
with contextlib.ExitStack() as stack:
    for n in 'xy': stack.enter_context(tag(n))
    stack.callback(print, 'callback', 1)
    stack.push(lambda *a: print('pushed', a[0]) or True)
    raise RuntimeError
# expect: <x>
# expect: <y>
# expect: pushed <class 'RuntimeError'>
# expect: callback 1
# expect: </y>
# expect: </x>
with contextlib.suppress(KeyError, IndexError): {}['x']
with contextlib.redirect_stdout(io.StringIO()) as out: print('captured')
print(repr(out.getvalue()))             # expect: 'captured\n'
class Closes:
    def close(self): print('closed')
with contextlib.closing(Closes()) as c: pass  # expect: closed
with contextlib.nullcontext(5) as n: print(n)  # expect: 5
@contextlib.contextmanager
def broken():
    yield 1
    yield 2
for use in (lambda: broken().__enter__(), lambda: exec('with b(): pass', {'b': broken}),
            lambda: exec('with c(lambda: iter([])): pass',
                         {'c': contextlib.contextmanager(lambda: iter([]))})):
    try: print(use())                   # expect: 1
    except Exception as e: print(type(e).__name__, e)
    # expect: RuntimeError generator didn't stop
    # expect: TypeError <lambda>.<locals>.<lambda>() takes 0 positional arguments but 1 was given
