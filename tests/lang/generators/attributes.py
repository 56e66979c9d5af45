"""What a generator knows; reference cycles through generators."""
def gen(a):
    b = 2
    yield a + b
    yield b
g = gen(1)
print(g.gi_frame.f_locals, g.gi_code.co_name)  # expect: {'a': 1} gen
print(g.gi_suspended, g.gi_yieldfrom)   # expect: False None
print(g.__qualname__, repr(g)[:21])     # expect: gen <generator object gen
print(g.gi_frame.f_lineno)              # expect: 2
next(g)
print(g.gi_frame.f_locals, g.gi_suspended)  # expect: {'a': 1, 'b': 2} True
print(g.gi_frame.f_lineno)              # expect: 4
list(g)
print(g.gi_frame, g.gi_suspended, g.gi_running)  # expect: None False False
g.__name__ = 'renamed'; g.__qualname__ = 'q'
print(g.__name__, g.__qualname__)       # expect: renamed q
for call in (lambda: setattr(g, '__name__', 5), lambda: setattr(g, 'gi_frame', 1), lambda: g(),
             lambda: len(g), lambda: g[0], lambda: type(g)(), lambda: setattr(g, 'x', 1),
             lambda: g.send(), lambda: hash(g) == 0, lambda: next(g),
             lambda: type('G', (type(g),), {})):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
# expect: TypeError __name__ must be set to a string object
# expect: AttributeError attribute 'gi_frame' of 'generator' objects is not writable
# expect: TypeError 'generator' object is not callable
# expect: TypeError object of type 'generator' has no len()
# expect: TypeError 'generator' object is not subscriptable
# expect: TypeError cannot create 'generator' instances
# expect: AttributeError 'generator' object has no attribute 'x'
# expect: TypeError generator.send() takes exactly one argument (0 given)
# expect: False
# expect: StopIteration
# expect: TypeError type 'generator' is not an acceptable base type
