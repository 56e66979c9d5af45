"""global and nonlocal in odd places."""
def f():
    global g
    def g(): return 'global function'
    global K
    class K: pass
    global os_name
    import os as os_name
    for global_loop in range(1): pass
f()
print(g(), K.__name__, K.__qualname__)  # expect: global function K K
print(os_name.name, g.__qualname__)     # expect: posix g
def outer():
    x = 1
    def middle():
        nonlocal x
        x = 2
        class C:
            nonlocal x
            x = 3
            y = x
        return C
    C = middle()
    return x, C.y, hasattr(C, 'x')
print(outer())                          # expect: (3, 3, False)
class D:
    global from_class
    from_class = 'set in a class'
    def m(self):
        global from_method
        from_method = 1
D().m()
print(from_class, from_method, hasattr(D, 'from_class'))  # expect: set in a class 1 False
y = 'module'
def shadow():
    y = 'function'
    def inner():
        global y
        y = 'changed'
        return y
    return inner(), y
print(shadow(), y)                      # expect: ('changed', 'function') changed
def with_walrus():
    if any((last := n) > 2 for n in range(5)): return last
print(with_walrus())                    # expect: 3
exec('z = 1\ndef h(): return z')
print(h())                              # expect: 1
space = {'w': 5}
exec('def k(): return w\nw += 1\nr = k()', space)
print(space['r'], eval('w * 2', space))  # expect: 6 12
print(eval('a + b', {'a': 1}, {'b': 2}))  # expect: 3
def no_leak():
    exec('leak = 1')
    return 'leak' in locals()
print(no_leak(), 'leak' in globals())   # expect: True False
