"""with: entering, leaving, several at once, swallowing."""
class C:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self): print('enter', self.name); return self.name.upper()
    def __exit__(self, kind, value, tb): print('exit', self.name, kind and kind.__name__, value,
            tb is not None); return self.swallow
with C('a') as a, C('b'): print(a)
# expect: enter a
# expect: enter b
# expect: A
# expect: exit b None None False
# expect: exit a None None False
with (C('p') as p,
      C('q') as q,): print(p, q)
# expect: enter p
# expect: enter q
# expect: P Q
# expect: exit q None None False
# expect: exit p None None False
with C('s', True): raise ValueError('swallowed')
# expect: enter s
# expect: exit s ValueError swallowed True
try:
    with C('t', True) as t, C('u'): raise KeyError('k')
    # expect: enter t
    # expect: enter u
    # expect: exit u KeyError 'k' True
    # expect: exit t KeyError 'k' True
    print('after')                      # expect: after
    with C('v'): 1 / 0
    # expect: enter v
    # expect: exit v ZeroDivisionError division by zero True
except ZeroDivisionError as e: print('caught', e)  # expect: caught division by zero
def f():
    with C('r'): return 'returned'
print(f())
# expect: enter r
# expect: exit r None None False
# expect: returned
for i in range(3):
    with C(i and str(i) or '0'):
        if i == 0: continue
        if i == 1: break
# expect: enter 0
# expect: exit 0 None None False
# expect: enter 1
# expect: exit 1 None None False
with C('x') as [d, *e]: print(d, e)
# expect: enter x
# expect: X []
# expect: exit x None None False
