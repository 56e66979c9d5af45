"""What is evaluated first."""
def s(name, value=None): print(name, end=' '); return value if value is not None else name
d = {}
s('target', d)[s('key')] = s('value')   # expect: value target key {'key': 'value'}
print(d)
class O:
    def __setattr__(self, n, v): print('setattr', n, end=' ')
    def __getitem__(self, k): print('get', k, end=' '); return 1
    def __setitem__(self, k, v): print('set', k, v, end=' ')
o = O()
s('obj', o).attr = s('val'); print()    # expect: val obj setattr attr
s('o1', o)[s('k1')] += s('one', 1); print()  # expect: o1 k1 get k1 one set k1 2
s('a', o).x = s('b', o)[s('i')] = s('right', 5); print()  # expect: right a setattr x b i set i 5
x = [s(1), s(2)], {s('k'): s('v'), **s('star', {})}, s('l', 1) < s('r', 2), s('c') if s('cond',
        1) else s('no'); print()        # expect: 1 2 k v star l r cond c
def f(*a, **k): pass
s('f', f)(s(1), *s('args', [1]), k=s('kw'), **s('kws', {})); print()  # expect: f 1 args kw kws
y = s('a', 1) + s('b', 2) * s('c', 3) ** s('d', 2); print(y)  # expect: a b c d 19
z = (s('t1', 1), s('t2', 2))[s('index', 1)]; print(z)  # expect: t1 t2 index 2
def g(a=s('default a'), *, b=s('default b')) -> s('returns'): pass
# expect: default a default b returns
print()
@s('deco', lambda f: f)
def h(x=s('h default')): pass           # expect: deco h default
print()
class K(s('base', object), metaclass=s('meta', type)): print('body', end=' ')
# expect: base meta body
print()
print(f'{s("f1")} {s("f2"):{s("5", 5)}}')  # expect: f1 f2 5 f1 f2
print(s('%s', '%s') % s('arg'))         # expect: %s arg arg
print(s('slice', 'abc')[s(0, 0):s(2, 2)])  # expect: slice 0 2 ab
del s('dd', d)[s('key')]                # expect: dd key assert {}
assert s('assert'), s('message'); print(d)
[p, q] = s('list', [1, 2]); d[s('i1')], d[s('i2')] = s('v1'), s('v2'); print(d)
# expect: list v1 v2 i1 i2 {'i1': 'v1', 'i2': 'v2'}
