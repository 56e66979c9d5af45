"""The bytes of pickles are CPython's, and come back as equals."""
import collections
import hashlib
import pickle


class Thing:
    class Part:
        def __init__(self):
            self.x = 1

    def __init__(self):
        self.me = self


class Slots:
    __slots__ = 'a', 'b'


class New:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.seen = args, kwargs
        return self

    def __getnewargs_ex__(self):
        return (1,), {'k': 2}


def digest(value, protocol):
    return hashlib.md5(pickle.dumps(value, protocol)).hexdigest()[:4]


loop = [1]
loop.append(loop)
slots = Slots()
slots.a = 5
Pair = collections.namedtuple('Pair', 'x y')
values = [None, True, 0, 255, 65536, -1, 2 ** 31, -2 ** 64, 1.5, 'text\n', b'\xff', bytearray(b'x'),
          (), (1,), (1, 2, 3, 4), [1], [1, 2], {'a': 1}, {1, }, frozenset({2}), loop, Thing.Part(),
          Pair(1, 2), len, ..., type(None), ValueError('x'), range(3), 3 + 4j]
for value in values:
    print(repr(value)[:30].split(' object')[0], *(digest(value, p) for p in range(6)))
    # expect: None 2c45 2c45 6a3d 4dc6 7d1e 8a76
    # expect: True 408c 408c ec43 d965 ff09 bad7
    # expect: 0 2f6b 3520 1608 83a6 f6b9 edea
    # expect: 255 b39e 1060 de4c 1a83 2d1c 3ffe
    # expect: 65536 05d7 5e87 a9b7 4515 509c cdcf
    # expect: -1 2819 01ea c759 518f 073a 2ac6
    # expect: 2147483648 152d 152d 5a5f 7364 e68b 621a
    # expect: -18446744073709551616 2b12 2b12 1765 7790 32fd bd79
    # expect: 1.5 352b 4dd3 70c0 ee2d 9eb0 6f3d
    # expect: 'text\n' edda cfcb 6b0f c4e2 85c0 3e54
    # expect: b'\xff' 81b4 0df5 9d2a a1a8 1616 8cca
    # expect: bytearray(b'x') d9c3 9f9b 525a 91e7 efcc ec8a
    # expect: () 600b ce96 2c80 7aa3 4f8e e71d
    # expect: (1,) 67c9 1627 f4ff 2f7e 8d49 289f
    # expect: (1, 2, 3, 4) a245 6a39 1ffc e5d7 80be 49fa
    # expect: [1] 84f3 4a07 1146 464a 38b9 e810
    # expect: [1, 2] 2d90 0ebd 1a3d ad63 39bb d1da
    # expect: {'a': 1} c25e 6f42 c745 9d9c 34a6 7525
    # expect: {1} eca3 568d 08b6 ad3b 8edd b392
    # expect: frozenset({2}) 6537 47b4 4d35 8a0f e077 a8bc
    # expect: [1, [...]] b2d3 68ea 8acd 6901 14ac 1b4e
    # expect: <__main__.Thing.Part 597c 41b5 7fdf 62dd 35bc efa5
    # expect: Pair(x=1, y=2) c912 4989 6578 c463 fa3a 0c7b
    # expect: <built-in function len> 2707 04ee 6edc 9678 afd5 6f29
    # expect: Ellipsis 5288 b5af fe91 082e 6a05 f635
    # expect: <class 'NoneType'> 63a8 e05c 672d acde 5ca4 e21c
    # expect: ValueError('x') 16f9 04f6 ab84 8ba0 c510 814b
    # expect: range(0, 3) c437 3146 b511 22f8 7f94 a140
    # expect: (3+4j) 543e e269 c55e bdfa 0ef8 d0d2
for protocol in range(6):
    thing = pickle.loads(pickle.dumps(Thing(), protocol))
    part = pickle.loads(pickle.dumps(Thing.Part(), protocol))
    print(thing.me is thing, part.x)
    if protocol >= 2:
        print(pickle.loads(pickle.dumps(slots, protocol)).a,
              pickle.loads(pickle.dumps(New(), protocol)).seen)
# expect: True 1
# expect: True 1
# expect: True 1
# expect: 5 ((), {})
# expect: True 1
# expect: 5 ((), {})
# expect: True 1
# expect: 5 ((), {})
# expect: True 1
# expect: 5 ((), {})
