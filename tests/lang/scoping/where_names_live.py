"""Names that may be unbound, loop variables, locals(), class bodies."""
def conditional(flag):
    if flag: v = 1
    return v
try: conditional(False)
except UnboundLocalError as error: print(error)
# expect: cannot access local variable 'v' where it is not associated with a value
for loop_variable in range(3): pass
print(loop_variable)                    # expect: 2
try: raise ValueError
except ValueError as error_variable: pass
print('error_variable' in globals())    # expect: False
def f(a):
    b = 2
    c = [a for a in range(2)]
    return sorted(locals())
print(f(1), locals() is globals())      # expect: ['a', 'b', 'c'] True
print(sorted(k for k in vars() if k.startswith('__'))[:4])
# expect: ['__annotations__', '__builtins__', '__cached__', '__doc__']
def outer():
    z = 1
    class B:
        z = 2
        def get(self): return z
        w = z
    return B().get(), B.w
print(outer())                          # expect: (1, 2)
