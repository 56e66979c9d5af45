"""gc and finalizers: cycles, resurrection, __del__ order, callbacks."""
import gc, sys
class A:
    alive = 0
    def __init__(self): A.alive += 1
    def __del__(self): A.alive -= 1
gc.collect(); gc.disable()
print(gc.isenabled())                   # expect: False
for _ in range(10):
    a, b = A(), A(); a.b, b.a = b, a
del a, b
print(A.alive, gc.collect() >= 20, A.alive)  # expect: 20 True 0
l = [A()]; l.append(l); d = {'a': A()}; d['d'] = d; s = A(); s.f = lambda: s; t = ([],
        ); t[0].append(t)
del l, d, s, t
gc.collect(); print(A.alive)            # expect: 0
class Back:
    kept = []
    def __del__(self): Back.kept.append(self); print('resurrected')
b = Back(); b.me = b; del b; gc.collect()  # expect: resurrected
print(len(Back.kept), Back.kept[0].me is Back.kept[0])  # expect: 1 True
Back.kept.clear(); gc.collect(); print(len(Back.kept))  # expect: 0
def gen():
    g2 = yield
    try: yield
    finally: print('generator closed')
g = gen(); next(g); g.send(g); del g; gc.collect()  # expect: generator closed
class Meta(type): pass
def make():
    class C(metaclass=Meta):
        def m(self): return C
    C.instance = C()
    return None
make(); gc.collect()
print([c for c in Meta.__subclasses__(Meta)] if False else 'classes collected')
# expect: classes collected
print(gc.get_count()[0] >= 0)           # expect: True
print(len(gc.get_threshold()), gc.is_tracked([]))  # expect: 3 True
print(gc.is_tracked(5))                 # expect: False
gc.enable()
x = []
print(gc.isenabled(), sys.getrefcount(x))  # expect: True 2
print(any(o is x for o in gc.get_objects()))  # expect: True
print(gc.get_referrers(x) != [])        # expect: True
print(gc.get_referents([x])[0] is x)    # expect: True
class Fails:
    def __del__(self): raise ValueError('in del')
sys.unraisablehook = lambda u: print('unraisable', u.exc_type.__name__, u.exc_value,
                                     u.object.__qualname__)
Fails(); f = Fails(); f.me = f; del f; gc.collect()
# expect: unraisable ValueError in del Fails.__del__
# expect: unraisable ValueError in del Fails.__del__
