"""Pipelines of generators, yield from, send."""


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for x in source:
        yield x * x


def odd(source):
    for x in source:
        if x & 1:
            yield x


def walk(tree):
    if tree:
        left, value, right = tree
        yield from walk(left)
        yield value
        yield from walk(right)


def tree(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return tree(low, middle), middle, tree(middle + 1, high)


def averager():
    total, count, average = 0, 0, None
    while True:
        x = yield average
        total += x
        count += 1
        average = total / count


print(sum(odd(squares(numbers(300_000)))))
print(sum(walk(tree(0, 20_000))))
average = averager()
next(average)
for n in range(200_000):
    last = average.send(n)
print(last)
