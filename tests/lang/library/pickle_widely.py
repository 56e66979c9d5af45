"""Many kinds of values pickle to CPython's bytes in each protocol: a digest of each kind."""
import array
import collections
import datetime
import enum
import fractions
import functools
import hashlib
import operator
import pathlib
import pickle
import random
import types
import uuid


class Color(enum.Enum):
    RED = 1


class Access(enum.IntFlag):
    READ = 1
    WRITE = 2


class Failure(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.extra = 3


def tree(rng, depth=0):
    match rng.randrange(8 if depth < 4 else 4):
        case 0: return rng.randrange(-1 << rng.randrange(1, 80), 1 << rng.randrange(1, 80))
        case 1: return rng.random()
        case 2: return ''.join(rng.choices('a\u00e9\u20ac\U00010000', k=rng.randrange(5)))
        case 3: return rng.choice([None, True, b'bytes', 'shared', 'x' * 300])
        case 4 | 5: return [tree(rng, depth + 1) for _ in range(rng.randrange(5))]
        case 6: return tuple(tree(rng, depth + 1) for _ in range(rng.randrange(5)))
        case 7: return {f'k{i}': tree(rng, depth + 1) for i in range(rng.randrange(4))}


day = datetime.datetime(2020, 1, 2, 3, 4, 5, 6)
kinds = {
    'dates': [day, day.date(), day.time(), day - day, datetime.timezone.utc, datetime.datetime],
    'arrays': [array.array('i', [1, 2]), array.array('d'), array.array('u', 'h\u00e9')],
    'functions': [len, [len, abs, int], operator.add, str.upper, 'abc'.upper, dict.fromkeys,
                  functools.partial(int, base=2), list[int], int | str],
    'enums': [Color.RED, Access.READ | Access.WRITE, Color],
    'numbers': [fractions.Fraction(1, 3), 2 - 3j, 10 ** 300, 1 << 2050, -(1 << 2047), -0.0],
    'containers': [collections.Counter('aab'), collections.deque([1, 2], 5), range(1, 10 ** 20, 3),
                   collections.OrderedDict(a=1), collections.ChainMap({'a': 1}), slice(1, 2),
                   types.SimpleNamespace(a=1), iter([1, 2]), enumerate('ab'), zip([1], [2])],
    'others': [uuid.UUID(int=5), pathlib.PurePosixPath('/a/b'), Failure(1, 2), OSError(2, 'x', 'f')],
    'trees': [tree(random.Random(seed)) for seed in range(300)],
}
for kind, values in kinds.items():
    digest = hashlib.md5()
    for protocol in range(6):
        for value in values:
            data = pickle.dumps(value, protocol)
            pickle.loads(data)
            digest.update(data)
    print(kind, digest.hexdigest()[:12])
    # expect: dates ae563524e44d
    # expect: arrays e48a87b541c5
    # expect: functions 2ca657305445
    # expect: enums 6a018911c651
    # expect: numbers 82ffcd635fc3
    # expect: containers 76427784eed5
    # expect: others fcd555a346a8
    # expect: trees 369a45e6fd13
