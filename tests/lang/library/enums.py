"""enum: members, values, aliases, flags, auto, functional API."""
from enum import *
class Colour(Enum):
    RED = 1
    GREEN = auto()
    CRIMSON = 1
    def hot(self): return self is Colour.RED
    @classmethod
    def default(cls): return cls.GREEN
print(Colour.RED, repr(Colour.RED))     # expect: Colour.RED <Colour.RED: 1>
print(Colour.RED.name, Colour.RED.value)  # expect: RED 1
print(Colour(2), Colour['RED'], list(Colour))
# expect: Colour.GREEN Colour.RED [<Colour.RED: 1>, <Colour.GREEN: 2>]
print(len(Colour), Colour.CRIMSON is Colour.RED)  # expect: 2 True
print(Colour.__members__.keys(), Colour.RED.hot())
# expect: dict_keys(['RED', 'GREEN', 'CRIMSON']) True
print(Colour.default())                 # expect: Colour.GREEN
print(Colour.RED in Colour)             # expect: True
print(isinstance(Colour.RED, Colour))   # expect: True
print(Colour.RED == 1)                  # expect: False
print({Colour.RED: 1}[Colour.CRIMSON])  # expect: 1
print(type(Colour).__name__, f'{Colour.RED}')  # expect: EnumType Colour.RED
print('%s' % Colour.GREEN)              # expect: Colour.GREEN
print(hash(Colour.RED) == hash('RED'))  # expect: True
print(Colour.RED is Colour(1))          # expect: True
class N(IntEnum): ONE = 1; TWO = 2
class S(StrEnum): A = auto(); B = 'bee'
class Perm(Flag): R = 4; W = 2; X = 1; RW = R | W
print(N.ONE + 1, N.TWO > N.ONE)         # expect: 2 True
print(sorted(N, reverse=True), repr(N.ONE))  # expect: [<N.TWO: 2>, <N.ONE: 1>] <N.ONE: 1>
print(str(N.ONE), S.A, repr(S.B), S.A.upper())  # expect: 1 a <S.B: 'bee'> A
print(Perm.R | Perm.X, Perm.RW, Perm.R in Perm.RW)  # expect: Perm.R|X Perm.RW True
print(~Perm.R, Perm(7), Perm(0), bool(Perm(0)))  # expect: Perm.W|X Perm.R|W|X Perm(0) False
print(list(Perm.RW), Perm.R & Perm.W)   # expect: [<Perm.R: 4>, <Perm.W: 2>] Perm(0)
F = Enum('F', 'A B C', start=10)
print(F.A.value, list(F), F.B)          # expect: 10 [<F.A: 10>, <F.B: 11>, <F.C: 12>] F.B
print(Enum('G', {'x': 'X'}).x.value)    # expect: X
print(Enum('H', [('p', 1)]).p)          # expect: H.p
@unique
class U(Enum): A = 1; B = 2
class Planet(Enum):
    EARTH = (5.97, 6.37)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def density(self): return round(self.mass / self.radius, 2)
print(Planet.EARTH.density, Planet((5.97, 6.37)))  # expect: 0.94 Planet.EARTH
