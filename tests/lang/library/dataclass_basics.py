"""dataclasses: fields, defaults, order, frozen, post-init, inheritance, replace."""
from dataclasses import *
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False, compare=False)
    def dist(self): return (self.x ** 2 + self.y ** 2) ** .5
p = P(3, 4)
p.tags.append('t')
print(p, p.dist(), p == P(3, 4), p != P(1))  # expect: P(x=3, y=4) 5.0 True True
print(P(1).tags, [f.name for f in fields(P)])  # expect: [] ['x', 'y', 'tags']
print(asdict(p), astuple(p), replace(p, y=0))
# expect: {'x': 3, 'y': 4, 'tags': ['t']} (3, 4, ['t']) P(x=3, y=0)
print(is_dataclass(P), is_dataclass(5))  # expect: True False
print(P.__match_args__)                 # expect: ('x', 'y', 'tags')
@dataclass(order=True, frozen=True)
class V:
    n: int
    name: str = field(default='?', compare=False)
print(V(1) < V(2), sorted([V(3), V(1)]))  # expect: True [V(n=1, name='?'), V(n=3, name='?')]
print(hash(V(1)) == hash(V(1, 'other')))  # expect: True
print(V(1) == V(1, 'x'), {V(1): 'k'}[V(1)])  # expect: True k
@dataclass
class Base: a: int; b: int = 2
@dataclass
class Derived(Base):
    c: int = 3
    total: int = field(init=False)
    scale: InitVar[int] = 1
    def __post_init__(self, scale): self.total = (self.a + self.b + self.c) * scale
print(Derived(1), Derived(1, 2, 4, 10))
# expect: Derived(a=1, b=2, c=3, total=6) Derived(a=1, b=2, c=4, total=70)
print(Derived(1, scale=2).total)        # expect: 12
@dataclass(slots=True, kw_only=True)
class K: a: int; b: int = 1
print(K(a=5), K.__slots__)              # expect: K(a=5, b=1) ('a', 'b')
print(make_dataclass('M', [('x', int), 'y', ('z', int, 5)])(1, 2))  # expect: M(x=1, y=2, z=5)
for call in (lambda: P(), lambda: setattr(V(1), 'n', 2), lambda: V(1) < 5, lambda: hash(P(1)),
             lambda: exec('@dataclass\nclass B: x: list = []'),
             lambda: exec('@dataclass\nclass B:\n  x: int = 1\n  y: int'), lambda: K(1),
             lambda: fields(5), lambda: asdict(P), lambda: replace(Derived(1), total=5),
             lambda: P(1, z=2), lambda: delattr(V(1), 'n')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError P.__init__() missing 1 required positional argument: 'x'
    # expect: FrozenInstanceError cannot assign to field 'n'
    # expect: TypeError '<' not supported between instances of 'V' and 'int'
    # expect: TypeError unhashable type: 'P'
    # expect: ValueError mutable default <class 'list'> for field x is not allowed: use default_factory
    # expect: TypeError non-default argument 'y' follows default argument
    # expect: TypeError K.__init__() takes 1 positional argument but 2 were given
    # expect: TypeError must be called with a dataclass type or instance
    # expect: TypeError asdict() should be called on dataclass instances
    # expect: ValueError field total is declared with init=False, it cannot be specified with replace()
    # expect: TypeError P.__init__() got an unexpected keyword argument 'z'
    # expect: FrozenInstanceError cannot delete field 'n'
