"""Variables shared with inner functions."""
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
a, get = counter()
b, _ = counter()
print(a(), a(5), b(), get())            # expect: 1 6 1 6
print(a.__closure__[0].cell_contents)   # expect: 6
print(a.__code__.co_freevars)           # expect: ('n',)
print(counter.__code__.co_cellvars)     # expect: ('n',)
fs = [lambda: i for i in range(3)]
gs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])  # expect: [2, 2, 2] [0, 1, 2]
def loop():
    result = []
    for i in range(3):
        def f(): return i
        result.append(f)
    return [f() for f in result], i
print(loop())                           # expect: ([2, 2, 2], 2)
def deep():
    x = 'outer'
    def mid():
        def inner():
            nonlocal x
            x += '!'
            return x
        return inner
    f = mid()
    return f(), f(), x
print(deep())                           # expect: ('outer!', 'outer!!', 'outer!!')
def late():
    def f(): return y
    try: f()
    except NameError as error: print(error)
    y = 1
    print(f())
    del y
    try: f()
    except NameError as error: print(error)
late()
# expect: cannot access free variable 'y' where it is not associated with a value in enclosing scope
# expect: 1
# expect: cannot access free variable 'y' where it is not associated with a value in enclosing scope
cell = a.__closure__[0]
cell.cell_contents = 100
print(a(), cell == cell, repr(cell)[:6])  # expect: 101 True <cell
