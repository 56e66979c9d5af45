"""match: literals, captures, sequences, mappings, classes, guards, or, as."""
from collections import namedtuple
Point = namedtuple('Point', 'x y')
class Shape:
    __match_args__ = ('kind', 'size')
    def __init__(self, kind, size): self.kind, self.size = kind, size
class Colour: RED = 1; BLUE = 2
def m(x):
    match x:
        case 0 | 1: return 'zero or one'
        case -5: return 'minus five'
        case 1.5: return 'float'
        case 2 + 3j: return 'complex'
        case 'a' | b'a' as text: return f'text {text!r}'
        case None | True | False: return f'constant {x}'
        case Colour.BLUE: return 'blue'
        case []: return 'empty'
        case [y]: return f'one {y}'
        case [1, y, *_]: return f'starts with 1, {y}'
        case (a, b) if a == b: return f'pair of {a}'
        case [a, *middle, b] if len(middle) > 1: return f'{a} {middle} {b}'
        case {'type': 'x', 'v': [p, q]}: return f'mapping {p} {q}'
        case {'k': v, **rest}: return f'{v} {rest}'
        case {}: return 'some mapping'
        case Point(x=0, y=0): return 'origin'
        case Shape('circle', r) | Shape(kind='disk', size=r): return f'round {r}'
        case Shape(kind=k): return f'shape {k}'
        case int(n) if n > 100: return f'big {n}'
        case str() as s: return f'string {s}'
        case float() | int(): return 'number'
        case _: return 'other'
samples = [0, 1, True, False, None, -5, 1.5, 2 + 3j, 'a', b'a', b'b', 2, [], (), [7],
           (1, 2, 3, 4), [3, 3], [1, 2], [9, 8, 7, 6], [9, 8], {'type': 'x', 'v': (1, 2)},
           {'k': 1, 'z': 2}, {}, {1: 2}, Point(0, 0), Point(1, 2), Shape('circle', 3),
           Shape('disk', 4),
           Shape('box', 5), 101, 50, 'hello', 2.5, object, set(), 'ab', bytearray(b'a'),
           range(1), range(2, 4), iter([1])]
for s in samples: print(m(s), end='; ')
# expect: zero or one; zero or one; zero or one; zero or one; constant None; minus five; float; complex; text 'a'; text b'a'; other; blue; empty; empty; one 7; starts with 1, 2; pair of 3; starts with 1, 2; 9 [8, 7] 6; other; mapping 1 2; 1 {'z': 2}; some mapping; some mapping; pair of 0; starts with 1, 2; round 3; round 4; shape box; big 101; number; string hello; number; other; other; string ab; text bytearray(b'a'); one 0; other; other;
print()
