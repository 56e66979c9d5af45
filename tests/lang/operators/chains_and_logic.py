"""Chained comparison, short circuits, conditional expressions, in and is."""
def v(x): print(x, end=' '); return x
print(v(1) < v(2) < v(3), v(1) < v(0) < v(9))  # expect: 1 2 3 1 0 True False
print(v(3) > v(2) == v(2) != v(5))      # expect: 3 2 2 5 True
print(v(1) in [v(1)] == True)           # expect: 1 1 False
print(v(0) and v(1), v(1) and v(2), v(0) or v(5))  # expect: 0 1 2 0 5 0 2 5
print(v(4) or v(5), not v(0))           # expect: 4 0 4 True
print(v(1) if v(0) else v(2))           # expect: 0 2 2
print(v(0) or v('') or v([]))           # expect: 0  [] []
print(1 < 2 < 3 < 2, 1 == 1.0 == True)  # expect: False True
print('a' < 'b' <= 'b', None is None)   # expect: True True
print([] is not [], 1 not in [2], not 1 in [2])  # expect: True True True
print(5 if 0 else 6 if 0 else 7)        # expect: 7
print(True and False or True, not True or True)  # expect: True True
print(not (True or True), 1 and 0 or 2)  # expect: False 2
print((1 and 0) or 2, 1 and (0 or 2))   # expect: 2 2
print(0 == False is False, (0 == False) is False)  # expect: True False
x = 5
print(0 < x < 10 and x != 7)            # expect: True
print(x in (1, 5) and 'yes' or 'no')    # expect: yes
print((x > 3) + (x > 4), -x ** 2, 2 ** -1)  # expect: 2 -25 0.5
print(not x == 5, x if x else 1 / 0)    # expect: False 5
print(1 + 2 * 3 ** 2 // 4 % 5 - 6 << 1 & 7 | 8 ^ 3)  # expect: 15
print(7 & 3 == 3, 1 << 2 + 1, ~1 + 2, -1 // 2)  # expect: True 8 0 -1
print(-1 % 3, 2 * -3, 10 - 3 - 2, 2 ** 3 ** 0)  # expect: 2 -6 5 2
print(100 / 10 / 2)                     # expect: 5.0
a = b = 0
a, b = b + 1, a + 2
x += x * 2
print(a, b, x, (lambda: 1 if 0 else 2)())  # expect: 1 2 15 2
print([1, 2][0 if 0 else 1], {1: 2}.get(1) or 3)  # expect: 2 2
