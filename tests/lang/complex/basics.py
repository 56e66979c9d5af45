"""Complex numbers: arithmetic, text, comparison."""
z = 3 + 4j
print(z, z.real, z.imag, abs(z), z.conjugate())  # expect: (3+4j) 3.0 4.0 5.0 (3-4j)
print(-z, +z, z * 2, z + 1.5, z * z, z / (1 - 1j))
# expect: (-3-4j) (3+4j) (6+8j) (4.5+4j) (-7+24j) (-0.5+3.5j)
print(z ** 2, z ** 0.5, 2 ** z)
# expect: (-7+24j) (2+1j) (-7.461496614688569+2.885492725513448j)
print(1j, -1j, 0j, -0j, 1 + 0j, complex(1, -0.0))  # expect: 1j (-0-1j) 0j (-0-0j) (1+0j) (1-0j)
print(complex(-0.0, 1), (1e20 + 1e-20j))  # expect: (-0+1j) (1e+20+1e-20j)
print(complex('inf'), complex(0, float('nan')))  # expect: (inf+0j) nanj
print(complex(), complex(1), complex(1, 2))  # expect: 0j (1+0j) (1+2j)
print(complex('1+2j'), complex(' (1-2J) '))  # expect: (1+2j) (1-2j)
print(complex('j'), complex('-1e5j'))   # expect: 1j -100000j
print(complex(True))                    # expect: (1+0j)
print(z == 3 + 4j, z == 3, 3 + 0j == 3, z != 4)  # expect: True False True True
print(hash(3 + 0j) == hash(3))          # expect: True
print(hash(z) == hash(3.0 + 4j), bool(0j))  # expect: True False
print(bool(1j))                         # expect: True
print(complex(1j, 2), complex(1, 1j), 1j ** 2)  # expect: 3j 0j (-1+0j)
print(1j * 1j, (1 + 2j) - (1 + 2j), sum([1j, 2]))  # expect: (-1+0j) 0j (2+1j)
print(0j ** 0)                          # expect: (1+0j)
print(f'{z:.2f} {z:+.1e} {z:>12} {z:g} {z}')
# expect: 3.00+4.00j +3.0e+00+4.0e+00j       (3+4j) 3+4j (3+4j)
print(repr([z]), '%s' % z, z.__getnewargs__())  # expect: [(3+4j)] (3+4j) (3.0, 4.0)
print(isinstance(1j, complex))          # expect: True
