"""A set iterates in the order of its table, which is CPython's: tests print sets of small ints."""
print({3, 1, 2}, {5, 9, 1} | {77, -1}, set(range(5, 0, -1)))
# expect: {1, 2, 3} {1, 5, 9, 77, -1} {1, 2, 3, 4, 5}
print({10, 20, 30, 40} - {20}, {8, 0, 16, 24}, {1.5, 2.5, 0.5})
# expect: {40, 10, 30} {8, 0, 16, 24} {0.5, 1.5, 2.5}
print({(1, 2), (0, 3), (5,)}, frozenset({100, 7, 33}))
# expect: {(0, 3), (1, 2), (5,)} frozenset({33, 100, 7})
s = set(range(20, 0, -3))
print(s, s & {2, 5, 11}, s ^ {2, 3})
# expect: {2, 5, 8, 11, 14, 17, 20} {2, 11, 5} {3, 5, 8, 11, 14, 17, 20}
print(s.pop(), s.pop(), s)              # expect: 2 5 {8, 11, 14, 17, 20}
s |= {100, 50}
s -= {8}
print(s, sorted(s), list(s)[:3])
# expect: {100, 11, 14, 17, 50, 20} [11, 14, 17, 20, 50, 100] [100, 11, 14]
s &= {100, 14, 50, 17}
print(s.pop(), s)                       # expect: 14 {17, 50, 100}
