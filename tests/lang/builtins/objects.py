"""getattr, setattr, hasattr, vars, dir, isinstance, callable, id, hash, repr, type."""
class A:
    x = 1
    def __init__(self): self.y = 2
a = A()
print(getattr(a, 'x'), getattr(a, 'z', 'default'))  # expect: 1 default
print(hasattr(a, 'y'), hasattr(a, 'q'))  # expect: True False
print(setattr(a, 'z', 3), a.z, delattr(a, 'z'))  # expect: None 3 None
print(vars(a), sorted(vars(A))[:2])     # expect: {'y': 2} ['__dict__', '__doc__']
print([n for n in dir(a) if n[0] != '_'])  # expect: ['x', 'y']
print(isinstance(1, int), isinstance(True, int))  # expect: True True
print(isinstance('a', (int, str)))      # expect: True
print(isinstance(1, int | str))         # expect: True
print(issubclass(bool, int))            # expect: True
print(issubclass(int, (str, object)))   # expect: True
print(isinstance([], list | None))      # expect: True
print(isinstance(None, int | None), callable(len))  # expect: True True
print(callable(5))                      # expect: False
print(id(a) == id(a), id(a) != id(A()))  # expect: True True
print(hash(1) == hash(1.0))             # expect: True
print(hash('a') == hash('a'), type(1), type(type))  # expect: True <class 'int'> <class 'type'>
print(type(a) is A, repr(a)[:20], ascii('é'))  # expect: True <__main__.A object a '\xe9'
print(abs(-3), divmod(7, 2), pow(2, 3))  # expect: 3 (3, 1) 8
print(pow(2, 3, 5), round(2.567, 1), bin(5))  # expect: 3 2.6 0b101
print(hex(255), oct(8), chr(97), ord('a'))  # expect: 0xff 0o10 a 97
def f(a, b=1):
    local = 5
    return sorted(locals()), sorted(vars())
print(f(1), 'f' in globals(), vars() is globals())
# expect: (['a', 'b', 'local'], ['a', 'b', 'local']) True True
print(dir()[:2], len(dir(object)) > 20)  # expect: ['A', '__annotations__'] True
print(dir(f) == sorted(dir(f)))         # expect: True
print('upper' in dir(''))               # expect: True
print(dir(type('E', (), {'zz': 1})())[-1])  # expect: zz
class D:
    def __dir__(self): return ['b', 'a']
print(dir(D()), object() is object(), [] is [])  # expect: ['a', 'b'] False False
print(bool([]), bool([0]))              # expect: False True
print(type('X', (), {})().__class__.__name__)  # expect: X
print(print(), print(end=''), None is None)
# expect:
# expect: None None True
class Meta(type):
    def __dir__(cls): return ['meta']
class M(metaclass=Meta): pass
print(dir(M), isinstance(M, Meta))      # expect: ['meta'] True
print(issubclass(M, M), issubclass(Meta, type))  # expect: True True
print(isinstance(Meta, type), type(M).__name__)  # expect: True Meta
print(isinstance(A, type))              # expect: True
print(isinstance(type, object))         # expect: True
print(issubclass(type, object))         # expect: True
print(isinstance(object, type))         # expect: True
