"""Which variable a name means."""
x = 'global'
def reads(): return x
def assigns():
    x = 'local'
    return x
def declares():
    global x, new
    x = 'changed'; new = 1
def unbound():
    try: print(x)
    except UnboundLocalError as error: print(error)
    x = 1
print(reads(), assigns(), x); declares(); print(x, new); unbound()
# expect: global local global
# expect: changed 1
# expect: cannot access local variable 'x' where it is not associated with a value
def deletes():
    y = 1
    del y
    try: y
    except UnboundLocalError as error: print(error)
    try: del y
    except UnboundLocalError as error: print(error)
deletes()
# expect: cannot access local variable 'y' where it is not associated with a value
# expect: cannot access local variable 'y' where it is not associated with a value
class A:
    x = x + ' class'
    y = [x for _ in range(1)]
    z = (lambda: x)()
    def m(self): return x
print(A.x, A.y, A.z, A().m())           # expect: changed class ['changed'] changed changed
def shadow(len): return len
print(shadow(5), len('ab'))             # expect: 5 2
len = lambda s: 'mine'
print(len('ab'))                        # expect: mine
del len
print(len('ab'))                        # expect: 2
try: print(undefined)
except NameError as error: print(error, error.name)
# expect: name 'undefined' is not defined undefined
try: del undefined
except NameError as error: print(error)  # expect: name 'undefined' is not defined
