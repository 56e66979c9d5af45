"""range: a sequence that holds no items."""
r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3])
# expect: range(2, 20, 3) [2, 5, 8, 11, 14, 17] 6 2 17 range(5, 11, 3)
print(r[::-1], r[::2], 5 in r, 6 in r, '5' in r)
# expect: range(17, -1, -3) range(2, 20, 6) True False False
print(5.0 in r, r.index(8), r.count(8))  # expect: True 2 1
print(r.count(9), r.start, r.stop, r.step)  # expect: 0 2 20 3
print(range(5), range(0), range(5, 0))  # expect: range(0, 5) range(0, 0) range(5, 0)
print(range(5, 0, -2), list(range(5, 0, -2)))  # expect: range(5, 0, -2) [5, 3, 1]
print(range(3) == range(0, 3, 1))       # expect: True
print(range(0) == range(5, 5))          # expect: True
print(range(0, 3, 2) == range(0, 4, 2))  # expect: True
print(hash(range(3)) == hash(range(0, 3)))  # expect: True
print(range(0, 10, 3) != range(0, 12, 3))  # expect: False
print(list(reversed(range(4))), range(10)[-3:])  # expect: [3, 2, 1, 0] range(7, 10)
print(range(10)[20:], range(10, 0, -1)[::3])  # expect: range(10, 10) range(10, 0, -3)
print(bool(range(0)), bool(range(1)))   # expect: False True
print(sum(range(101)), max(range(5)))   # expect: 5050 4
print(list(range(-3, 3)), range(True))  # expect: [-3, -2, -1, 0, 1, 2] range(0, 1)
print(tuple(range(3)))                  # expect: (0, 1, 2)
b = range(2**70, 2**70 + 5)
print(b, len(b), b[2], b[-1], 2**70 + 3 in b)
# expect: range(1180591620717411303424, 1180591620717411303429) 5 1180591620717411303426 1180591620717411303428 True
print(2**70 + 3.0 in b, list(b)[:1])    # expect: True [1180591620717411303424]
print(b.index(2**70 + 1), range(10**30)[10**20])  # expect: 1 100000000000000000000
print(range(0, 2**70, 2**69))
# expect: range(0, 1180591620717411303424, 590295810358705651712)
print(list(range(0, 2**70, 2**69)))     # expect: [0, 590295810358705651712]
print(range(2**48 - 2, 2**48 + 2)[3])   # expect: 281474976710657
