"""Attributes that are missing, read-only, or fail in other ways."""
class B:
    x = 'class'
class E:
    def __getattr__(self, name): raise KeyError(name)
for call in (lambda: E().x, lambda: hasattr(E(), 'x'), lambda: getattr(E(), 'x', 1),
             lambda: object().x, lambda: setattr(object(), 'x', 1), lambda: (5).x,
             lambda: setattr(5, 'x', 1), lambda: setattr(5, 'real', 1),
             lambda: delattr(B(), 'x'), lambda: None.x, lambda: ''.x, lambda: len.x,
             lambda: setattr(len, 'x', 1), lambda: int.x, lambda: setattr(None, 'x', 1),
             lambda: (lambda: 0).x):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: KeyError 'x'
        # expect: KeyError 'x'
        # expect: KeyError 'x'
        # expect: AttributeError 'object' object has no attribute 'x'
        # expect: AttributeError 'object' object has no attribute 'x'
        # expect: AttributeError 'int' object has no attribute 'x'
        # expect: AttributeError 'int' object has no attribute 'x'
        # expect: AttributeError attribute 'real' of 'int' objects is not writable
        # expect: AttributeError 'B' object has no attribute 'x'
        # expect: AttributeError 'NoneType' object has no attribute 'x'
        # expect: AttributeError 'str' object has no attribute 'x'
        # expect: AttributeError 'builtin_function_or_method' object has no attribute 'x'
        # expect: AttributeError 'builtin_function_or_method' object has no attribute 'x'
        # expect: AttributeError type object 'int' has no attribute 'x'
        # expect: AttributeError 'NoneType' object has no attribute 'x'
        # expect: AttributeError 'function' object has no attribute 'x'
import types
m = types.ModuleType('m')
m.__getattr__ = lambda name: 'module ' + name
print(m.x, m.__name__)                  # expect: module x m
