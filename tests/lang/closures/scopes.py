"""What a closure sees: parameters, itself, not the class around it."""
def params(a, *b, c, **d):
    return lambda: (a, b, c, d)
print(params(1, 2, c=3, e=4)())         # expect: (1, (2,), 3, {'e': 4})
def self_reference():
    def f(n): return n and f(n - 1)
    return f
print(self_reference()(5))              # expect: 0
class K:
    x = 'class'
    def m(self): return __class__.__name__, x
x = 'global'
print(K().m())                          # expect: ('K', 'global')
