"""Functions that make functions: counters, composition, memo tables in cells."""


def counter(step):
    value = 0

    def advance():
        nonlocal value
        value += step
        return value

    return advance


def compose(functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x

    return composed


def adder(n):
    return lambda x: x + n


counters = [counter(step) for step in range(1, 6)]
chain = compose([adder(n) for n in range(5)])
total = 0
for turn in range(200_000):
    total += counters[turn % 5]() + chain(turn)
print(total)
