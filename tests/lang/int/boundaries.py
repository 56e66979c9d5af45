"""Where an immediate int becomes a big one, and back."""
edges = [2**n + d for n in (15, 30, 31, 47, 48, 49, 52, 53, 60, 62, 63, 64, 65)
         for d in (-1, 0, 1)]
print(sum(edges), sum(-e for e in edges))  # expect: 211028123236618567680 -211028123236618567680
print(all(e - 1 + 1 == e and e + 1 - 1 == e for e in edges))  # expect: True
print(all((e * e) // e == e and -(-e) == e and e ^ e == 0 for e in edges))  # expect: True
print(all(int(str(e)) == e and int(hex(e), 16) == e for e in edges))  # expect: True
print(all((e << 7) >> 7 == e and (-e << 7) >> 7 == -e for e in edges))  # expect: True
print(all(hash(e) == hash(float(e)) for e in edges if int(float(e)) == e))  # expect: True
print(2**48 - 1, 2**48, -2**48, -2**48 - 1)
# expect: 281474976710655 281474976710656 -281474976710656 -281474976710657
print(2**63 - 1, 2**63, -2**63 - 1)
# expect: 9223372036854775807 9223372036854775808 -9223372036854775809
x = 2**48 - 1
x += 1
print(x, x - 1, type(x).__name__)       # expect: 281474976710656 281474976710655 int
x = -2**48
x -= 1
print(x, x + 1)                         # expect: -281474976710657 -281474976710656
x = 2**47
print(x * 2, x * -2, x * 4, x * x)
# expect: 281474976710656 -281474976710656 562949953421312 19807040628566084398385987584
print((2**48) // -1, -(2**48) // -1, (-2**48) % 3)  # expect: -281474976710656 281474976710656 2
print(abs(-2**48))                      # expect: 281474976710656
print((2**63) & (2**64 - 1), (2**64) | 1)  # expect: 9223372036854775808 18446744073709551617
print(-1 & 2**70, -2**70 | 1, 2**70 ^ -1)
# expect: 1180591620717411303424 -1180591620717411303423 -1180591620717411303425
print(sorted([2**64, -2**64, 0, 2**48, -1, 2**63]))
# expect: [-18446744073709551616, -1, 0, 281474976710656, 9223372036854775808, 18446744073709551616]
print({2**70: 'a'}[2**70], 2**70 in [2**70])  # expect: a True
print(len({2**70, 2**70 + 0, 2**70 - 0}))  # expect: 1
print(hash(2**61 - 1), hash(2**61), hash(-1))  # expect: 0 1 -2
print(hash(-2), hash(2**100), hash(-2**61))  # expect: -2 549755813888 -2
print(2**64 == 2.0**64, 2**64 + 1 == 2.0**64)  # expect: True False
print(2**53 + 1 == float(2**53 + 1))    # expect: False
print(2**1000 < float('inf'))           # expect: True
