"""Reading, assigning and deleting slices of lists."""
a = list(range(10))
print(a[2:5], a[:3], a[-3:], a[::3], a[::-3])
# expect: [2, 3, 4] [0, 1, 2] [7, 8, 9] [0, 3, 6, 9] [9, 6, 3, 0]
print(a[5:2], a[5:2:-1], a[100:], a[-100:2], a[:])
# expect: [] [5, 4, 3] [] [0, 1] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
a[2:5] = 'xy'
print(a)                                # expect: [0, 1, 'x', 'y', 5, 6, 7, 8, 9]
a[1:1] = [100, 200]
a[:0] = [-1]
a[len(a):] = [99]
print(a)                                # expect: [-1, 0, 100, 200, 1, 'x', 'y', 5, 6, 7, 8, 9, 99]
a[::2] = [0] * len(a[::2])
print(a)                                # expect: [0, 0, 0, 200, 0, 'x', 0, 5, 0, 7, 0, 9, 0]
del a[1:3]; del a[::3]; del a[-1]; del a[100:]
print(a)                                # expect: [200, 0, 0, 5, 7, 0]
a[:] = []
print(a)                                # expect: []
b = [1, 2, 3]
b[1:2] = b
print(b)                                # expect: [1, 1, 2, 3, 3]
b[::-1] = range(5)
print(b, b[True], b[slice(1, 3)], b[-2:-4:-1])  # expect: [4, 3, 2, 1, 0] 3 [3, 2] [1, 2]
b += (7,); b += 'a'; b *= 2
print(b)                                # expect: [4, 3, 2, 1, 0, 7, 'a', 4, 3, 2, 1, 0, 7, 'a']
