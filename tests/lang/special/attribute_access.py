"""__getattr__, __getattribute__, __setattr__, __delattr__, __dir__."""
class A:
    def __init__(self): object.__setattr__(self, 'log', [])
    def __getattr__(self, name):
        if name.startswith('_'): raise AttributeError(name)
        return 'computed ' + name
    def __setattr__(self, name, value): self.log.append(('set', name)); super().__setattr__(name,
            value)
    def __delattr__(self, name): self.log.append(('del', name)); object.__delattr__(self, name)
    def __dir__(self): return ['z', 'a']
a = A()
a.x = 1
print(a.x, a.y, a.log, hasattr(a, '_p'))  # expect: 1 computed y [('set', 'x')] False
print(getattr(a, '_p', 'default'), dir(a))  # expect: default ['a', 'z']
del a.x
print(a.x, a.log)                       # expect: computed x [('set', 'x'), ('del', 'x')]
class B:
    x = 'class'
    def __getattribute__(self, name):
        if name == 'secret': raise AttributeError('denied')
        if name == 'twice': return object.__getattribute__(self, 'x') * 2
        return super().__getattribute__(name)
    def __getattr__(self, name): return 'fallback ' + name
b = B()
print(b.x, b.twice, b.secret, b.nothing)
# expect: class classclass fallback secret fallback nothing
print(b.__class__.__name__, B.x)        # expect: B class
class C:
    def __getattribute__(self, name): return name
    def __len__(self): return 3
print(C().anything, C().__class__, len(C()))  # expect: anything __class__ 3
print(C().__len__, type(C()).__name__)  # expect: __len__ C
class D:
    @property
    def broken(self): raise AttributeError('inner')
    def __getattr__(self, name): return f'after {name}'
print(D().broken)                       # expect: after broken
