"""Primes by crossing out: list items and slices."""


def by_items(n):
    composite = [False] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if not composite[i]:
            count += 1
            for k in range(i * i, n + 1, i):
                composite[k] = True
    return count


def by_slices(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b'\0\0'
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return sum(flags)


print(by_items(600_000), by_slices(1_000_000))
