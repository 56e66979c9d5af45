"""Flip pancakes in every permutation: list slices and swaps."""


def fannkuch(n):
    permutation = list(range(n))
    counts = [0] * n
    most, checksum, sign, r = 0, 0, 1, n
    while True:
        if permutation[0] != 0:
            stack = permutation[:]
            flips, first = 0, stack[0]
            while first:
                stack[:first + 1] = stack[first::-1]
                flips += 1
                first = stack[0]
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
            continue
        permutation[1], permutation[2] = permutation[2], permutation[1]
        sign = 1
        for i in range(2, n):
            if counts[i] < i:
                counts[i] += 1
                break
            counts[i] = 0
            if i == n - 1:
                return checksum, most
            permutation.insert(i + 1, permutation.pop(0))


print(*fannkuch(8))
