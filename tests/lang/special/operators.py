"""Binary operators: reflected, in-place, NotImplemented, subclasses first."""
class N:
    def __init__(self, n): self.n = n
    def __add__(self, o): return f'{self.n}+{getattr(o, "n", o)}' if not isinstance(o,
            str) else NotImplemented
    def __radd__(self, o): return f'{o}r+{self.n}'
    def __iadd__(self, o): self.n += o; return self
    def __sub__(self, o): return NotImplemented
    def __mul__(self, o): return 'mul'
    def __matmul__(self, o): return 'matmul'
    def __rmatmul__(self, o): return 'rmatmul'
    def __pow__(self, o, m=None): return f'pow {o} {m}'
    def __rpow__(self, o): return f'rpow {o}'
    def __divmod__(self, o): return 'divmod'
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'invert'
    def __abs__(self): return 'abs'
    def __round__(self, n='none'): return f'round {n}'
    def __lshift__(self, o): return 'lshift'
    def __rand__(self, o): return 'rand'
    def __ior__(self, o): return 'ior'
n = N(1)
print(n + 2, 2 + n, n + N(3), n * 1, n @ 1, 1 @ n)  # expect: 1+2 2r+1 1+3 mul matmul rmatmul
print(n ** 2, 2 ** n, pow(n, 1, 5), divmod(n, 1))  # expect: pow 2 None rpow 2 pow 1 5 divmod
print(-n, +n, ~n, abs(n), round(n), round(n, 1))  # expect: neg pos invert abs round none round 1
print(n << 1, 1 & n)                    # expect: lshift rand
m = n
m += 5
n |= 1
print(m.n, n)                           # expect: 6 ior
class Sub(N):
    def __radd__(self, o): return 'sub radd'
    def __add__(self, o): return 'sub add'
print(N(1) + Sub(2), Sub(1) + N(2), N(1) + N(2))  # expect: sub radd sub add 1+2
