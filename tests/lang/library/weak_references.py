"""weakref: ref, proxy, finalize, WeakValueDictionary and friends."""
import weakref, gc
class A:
    def __init__(self, n=0): self.n = n
    def __repr__(self): return f'A{self.n}'
    def m(self): return 'method'
a = A(1)
r = weakref.ref(a, lambda ref: print('dead', ref() is None))
print(r() is a, r(), weakref.getweakrefcount(a))  # expect: True A1 1
print(weakref.ref(a) is weakref.ref(a))  # expect: True
print(r == weakref.ref(a))              # expect: True
print(hash(weakref.ref(a)) == hash(a))  # expect: True
print(type(r).__name__)                 # expect: ReferenceType
p = weakref.proxy(a)
print(p.n, p.m(), p, type(p).__name__, isinstance(p, A))  # expect: 1 method A1 ProxyType True
p.n = 5; print(a.n)                     # expect: 5
f = weakref.finalize(a, print, 'finalized', 1)
print(f.alive)                          # expect: True
del a
# expect: finalized 1
# expect: dead True
print(r(), f.alive, f())                # expect: None False None
try: p.n
except ReferenceError as e: print(e)    # expect: weakly-referenced object no longer exists
d = weakref.WeakValueDictionary(); k = weakref.WeakKeyDictionary(); s = weakref.WeakSet()
x, y = A(2), A(3)
d['x'] = x; d['y'] = y; k[x] = 1; s.add(x); s.add(y)
print(sorted(d), d['x'], k[x], len(s), x in s)  # expect: ['x', 'y'] A2 1 2 True
del x
print(sorted(d), len(k), len(s), d.get('x', 'gone'))  # expect: ['y'] 0 1 gone
m = weakref.WeakMethod(y.m)
print(m()(), y.m == m())                # expect: method True
del y; print(m(), len(d), len(s))       # expect: None 0 0
cycle = A(4); cycle.me = cycle; rc = weakref.ref(cycle); del cycle
print(rc() is not None, gc.collect() >= 1, rc())  # expect: True True None
for call in (lambda: weakref.ref(5), lambda: weakref.ref('a'), lambda: weakref.ref([]),
             lambda: weakref.ref(None), lambda: weakref.proxy(1), lambda: weakref.ref(),
             lambda: weakref.ref(type('S', (), {'__slots__': ()})())):
    try: print(call())
    except TypeError as e: print(e)
    # expect: cannot create weak reference to 'int' object
    # expect: cannot create weak reference to 'str' object
    # expect: cannot create weak reference to 'list' object
    # expect: cannot create weak reference to 'NoneType' object
    # expect: cannot create weak reference to 'int' object
    # expect: __new__ expected at least 1 argument, got 0
    # expect: cannot create weak reference to 'S' object
print(weakref.ref({1}) is not None)     # expect: True
print(weakref.ref(A)() is A)            # expect: True
print(weakref.ref(len)() is len)        # expect: True
