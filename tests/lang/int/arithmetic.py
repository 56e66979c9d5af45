"""Division and remainder, signs, powers."""
for a, b in ((7, 3), (-7, 3), (7, -3), (-7, -3), (0, 5), (10**20, 7), (-10**20, 7),
             (10**20, -10**10)):
    print(a // b, a % b, divmod(a, b))
    print(a - a // b * b == a % b)
# expect: 2 1 (2, 1)
# expect: True
# expect: -3 2 (-3, 2)
# expect: True
# expect: -3 -2 (-3, -2)
# expect: True
# expect: 2 -1 (2, -1)
# expect: True
# expect: 0 0 (0, 0)
# expect: True
# expect: 14285714285714285714 2 (14285714285714285714, 2)
# expect: True
# expect: -14285714285714285715 5 (-14285714285714285715, 5)
# expect: True
# expect: -10000000000 0 (-10000000000, 0)
# expect: True
print(2**10, 2**100, (-2)**3, 2**-2, 0**0, (-1)**-1)
# expect: 1024 1267650600228229401496703205376 -8 0.25 1 -1.0
print(pow(3, 100, 7), pow(2, -1, 7))    # expect: 4 4
print(pow(-3, 5, -7), pow(5, 0, 1))     # expect: -5 0
print(abs(-5), -(-5), +5, ~5, ~-1, abs(-10**30))
# expect: 5 5 5 -6 0 1000000000000000000000000000000
print(1 + True, True * 3, True + True, -True)  # expect: 2 3 2 -1
print(7 / 2, 6 / 3, -7 / 2, 10**20 / 10**18, 1 / 3)
# expect: 3.5 2.0 -3.5 100.0 0.3333333333333333
print(10**400 // 10**398, (10**400 + 1) / 10**399)  # expect: 100 10.0
