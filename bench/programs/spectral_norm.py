"""The largest singular value of an infinite matrix, cut off: float loops and generator sums."""


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(u):
    n = range(len(u))
    return [sum(a(i, j) * u[j] for j in n) for i in n]


def times_transposed(u):
    n = range(len(u))
    return [sum(a(j, i) * u[j] for j in n) for i in n]


u = [1.0] * 160
for _ in range(6):
    v = times_transposed(times(u))
    u = times_transposed(times(v))
vbv = sum(x * y for x, y in zip(u, v))
vv = sum(x * x for x in v)
print(f'{(vbv / vv) ** 0.5:.9f}')
